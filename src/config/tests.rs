//! What a host may write, and what is said of the rest.

use super::*;

fn token_of(text: &str) -> Token {
    let environment = Environment { token: Some(text.to_owned()), ..Environment::default() };
    Config::load(None, &environment).expect("a configuration").token.expect("a token")
}

fn load(text: &str) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    fs::write(&path, text).expect("a file");
    let mut loaded = Config::load(Some(&path), &Environment::default());
    if let Err(error) = &mut loaded {
        error.place = error.place.replace(&dir.path().display().to_string(), "");
    }
    loaded
}

#[test]
fn without_a_file_the_defaults_are_enough() {
    let environment = Environment { token: Some("1:x".into()), ..Environment::default() };
    let config = Config::load(None, &environment).expect("a configuration");
    assert_eq!(config.token.expect("a token").reveal(), "1:x");
    assert_eq!((config.data_dir, config.default_zone), (PathBuf::from("data"), Zone::UTC));
    assert_eq!(config.pace, SendLimits::default());
}

#[test]
fn the_example_says_the_defaults() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/config.example.toml");
    let config = Config::load(Some(Path::new(example)), &Environment::default()).expect("a configuration");
    let defaults = Config::load(None, &Environment::default()).expect("a configuration");
    assert_eq!(config.data_dir.file_name(), defaults.data_dir.file_name());
    assert_eq!(Config { data_dir: PathBuf::new(), ..config }, Config { data_dir: PathBuf::new(), ..defaults });
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_a_mend() {
    for (text, place, wrong) in [
        ("data_dir = 'x'\ncolour = 1\n", "/config.toml:2", "unknown field `colour`"),
        ("[pace]\nall_per_second = 'many'\n", "/config.toml:2", "invalid type"),
        ("[pace]\nper_day = 1\n", "/config.toml:2", "unknown field `per_day`"),
        ("\n\ndefault_zone = 'Lisbonne'\n", "/config.toml:3", "names no time zone"),
        ("api_url = 'telegram'\n", "/config.toml:1", "not an address"),
        ("token = 'secret'\n", "/config.toml:1", "does not look like one"),
        ("data_dir = '~/nearer'\n", "/config.toml:1", "`data_dir` has a ~, which only a shell fills in"),
        ("\ndata_dir = '/srv/${NAME}'\n", "/config.toml:2", "`data_dir` has a $"),
        ("token_file = '$HOME/token'\n", "/config.toml:1", "`token_file` has a $"),
        ("prompts_dir = '~ana/words'\n", "/config.toml:1", "`prompts_dir` has a ~"),
        ("prompts_beside = '%APPDATA%/words'\n", "/config.toml:1", "`prompts_beside` has a %"),
        ("token_file = 'nowhere'\n", "/config.toml:1", "cannot be read"),
        ("prompts_dir = 'nowhere'\n", "/config.toml:1", "is not a folder"),
        ("\nprompts_beside = 'nowhere'\n", "/config.toml:2", "`prompts_beside` is not a folder"),
        ("families_off = [\n  'trust',\n  'hope',\n]\n", "/config.toml:3", "`families_off` knows no \"hope\""),
        ("packs = ['money', 'cats']\n", "/config.toml:1", "`packs` knows no \"cats\""),
        (
            "families_off = ['love_friendship', 'vulnerability', 'trust', 'commitment']\n",
            "/config.toml:1",
            "leaves none of the four ingredients",
        ),
        ("never = 'lf-01'\n", "/config.toml:1", "invalid type"),
        ("cache_megabytes = 0\n", "/config.toml:1", "out of range"),
        ("[log]\nlevel = 'loud'\n", "/config.toml:2", "`level` of the log cannot be read: \"loud\""),
        ("[log]\nformat = 'json'\nlevel = 'nearer=loud'\n", "/config.toml:3", "cannot be read: \"nearer=loud\""),
        ("[log]\nlevel = 'info,nearer'\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = ''\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 'nearer=debug['\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 'warn,[span]=debug'\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 1\n", "/config.toml:2", "invalid type"),
        ("data_dir = \n", "/config.toml:1", ""),
    ] {
        let error = load(text).expect_err(text);
        assert_eq!(error.place, place, "{text}");
        assert!(error.wrong.contains(wrong), "{text}: {}", error.wrong);
        assert!(!error.mend.is_empty());
        assert!(!error.to_string().contains("secret"), "the token is never shown");
    }
    let near = load("default_zone = 'Lisbonne'\n").expect_err("no such zone");
    assert!(near.mend.contains("Europe/Lisbon"), "{}", near.mend);
}

#[test]
fn a_path_with_a_strange_sign_that_no_shell_fills_in_is_taken() {
    for dir in ["a~b", "5$", "100%", "a%b c%d", "$ 5"] {
        let config = load(&format!("data_dir = '{dir}'\n")).expect(dir);
        assert!(config.data_dir.ends_with(dir), "{}", config.data_dir.display());
    }
}

#[test]
fn a_log_level_is_a_word_or_says_whose_it_is() {
    for level in ["off", "WARN", "nearer=debug", "info,nearer::telegram=trace", "warn,nearer[{chat}]=debug"] {
        let config = load(&format!("[log]\nlevel = '{level}'\n")).expect(level);
        assert_eq!(config.log, Log { format: LogFormat::Plain, level: level.to_owned() });
    }
}

#[test]
fn the_words_are_read_without_the_rest() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    fs::write(&path, "token_file = 'not-yours-to-read'\nnever = ['co-04']\n").expect("a file");
    let words = Config::words(&path).expect("a selection");
    assert_eq!(
        words.never.iter().map(|never| (never.id.to_string(), never.line)).collect::<Vec<_>>(),
        [("co-04".to_owned(), 2)]
    );
    fs::write(&path, "families_off = ['hope']\n").expect("a file");
    assert!(Config::words(&path).is_err());
}

#[test]
fn systemd_lays_the_token_where_its_credentials_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let environment = Environment { credentials: Some(dir.path().to_owned()), ..Environment::default() };
    let token = |environment: &Environment| Config::load(None, environment).map(|config| config.token);
    assert_eq!(token(&environment), Ok(None), "credentials of other names are not ours");
    fs::write(dir.path().join("token"), "9:from-systemd\n").expect("a file");
    assert_eq!(token(&environment), Ok(Some(token_of("9:from-systemd"))));
    let by_hand = Environment { token: Some("8:from-env".into()), ..environment.clone() };
    assert_eq!(token(&by_hand), Ok(Some(token_of("8:from-env"))), "what is set by hand wins");
    fs::write(dir.path().join("token"), "secret\n").expect("a file");
    let error = token(&environment).expect_err("no token");
    assert_eq!(error.place, "CREDENTIALS_DIRECTORY");
    assert!(!error.to_string().contains("secret"), "the token is never shown");
    fs::remove_file(dir.path().join("token")).expect("no file");
    fs::create_dir(dir.path().join("token")).expect("a folder in its place");
    assert_eq!(token(&environment).expect_err("no file").place, "CREDENTIALS_DIRECTORY");
}

#[test]
fn a_token_comes_from_a_file_and_the_environment_wins() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "token_file = 'secret'\n").expect("a file");
    fs::write(dir.path().join("secret"), "\u{feff}7:from-file\n").expect("a file");
    let path = dir.path().join("config.toml");
    let token = |environment| Config::load(Some(&path), &environment).expect("a configuration").token;
    assert_eq!(token(Environment::default()), Some(token_of("7:from-file")));
    let environment = Environment { token: Some("8:from-env".into()), ..Environment::default() };
    assert_eq!(token(environment), Some(token_of("8:from-env")));
    assert_eq!(format!("{:?}", token_of("8:x")), "Token(…)");
}
