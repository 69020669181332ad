//! What a host may write, and what is said of the rest.

use super::*;

fn token_of(text: &str) -> Token {
    let environment = Environment::of([("TELOXIDE_TOKEN", text)]);
    Config::load(None, &environment).expect("a configuration").token.expect("a token")
}

fn load_all(text: &str) -> Result<Config, Mistakes> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    fs::write(&path, text).expect("a file");
    let mut loaded = Config::load(Some(&path), &Environment::default());
    if let Err(Mistakes(all)) = &mut loaded {
        for error in all {
            error.file = error.file.replace(&dir.path().display().to_string(), "");
        }
    }
    loaded
}

/// The one thing that is wrong.
fn load(text: &str) -> Result<Config, ConfigError> {
    load_all(text).map_err(one)
}

fn one(mistakes: Mistakes) -> ConfigError {
    let Mistakes(all) = mistakes;
    let [error] = all.as_slice() else { panic!("one mistake, not {all:#?}") };
    error.clone()
}

#[test]
fn without_a_file_the_defaults_are_enough() {
    let environment = Environment::of([("TELOXIDE_TOKEN", "1:x")]);
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
        ("data_dir = 'x'\ncolour = 1\n", "/config.toml:2", "`colour` is no key of the top of this file"),
        ("[pace]\nall_per_second = 'many'\n", "/config.toml:2", "`all_per_second` is not a whole number, 0 or more"),
        ("[pace]\nall_per_second = -1\n", "/config.toml:2", "`all_per_second` is not a whole number, 0 or more"),
        ("pace = 3\n", "/config.toml:1", "`pace` is not a section"),
        ("[allowed]\nusers = 5\n", "/config.toml:2", "`users` is not a list of whole numbers"),
        ("[log]\nformat = 'xml'\n", "/config.toml:2", "`format` is not \"plain\" or \"json\""),
        ("[pace]\nper_day = 1\n", "/config.toml:2", "`per_day` is no key of [pace]"),
        ("\n\ndefault_zone = 'Lisbonne'\n", "/config.toml:3", "names no time zone"),
        ("api_url = 'telegram'\n", "/config.toml:1", "not an address"),
        ("token = 'hush'\n", "/config.toml:1", "does not look like one"),
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
        ("never = 'lf-01'\n", "/config.toml:1", "`never` is not a list of texts in quotes"),
        ("cache_megabytes = 0\n", "/config.toml:1", "out of range"),
        ("[log]\nlevel = 'loud'\n", "/config.toml:2", "`level` of the log cannot be read: \"loud\""),
        ("[log]\nformat = 'json'\nlevel = 'nearer=loud'\n", "/config.toml:3", "cannot be read: \"nearer=loud\""),
        ("[log]\nlevel = 'info,nearer'\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = ''\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 'nearer=debug['\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 'warn,[span]=debug'\n", "/config.toml:2", "cannot be read"),
        ("[log]\nlevel = 1\n", "/config.toml:2", "`level` is not a text in quotes"),
        ("\n[webhook]\nlisten = '127.0.0.1:80'\n", "/config.toml:2", "[webhook] has no `url`"),
        ("[webhook]\nurl = 5\n", "/config.toml:2", "`url` is not a text in quotes"),
        ("[webhook]\nurl = 'http://example.org'\n", "/config.toml:2", "`url` is no public address"),
        ("[webhook]\nurl = 'https://example.org:444/x'\n", "/config.toml:2", "`url` is no public address"),
        ("[webhook]\nurl = 'https://ana:hush@example.org'\n", "/config.toml:2", "`url` is no public address"),
        (
            "[webhook]\nurl = 'https://a.org'\nlisten = 'here'\n",
            "/config.toml:3",
            "`listen` is not an address with a port",
        ),
        ("[webhook]\nurl = 'https://a.org'\nsecret = 'hush'\n", "/config.toml:3", "the webhook's secret is none"),
        ("[webhook]\nurl = 'https://a.org'\nsecret = ['hush']\n", "/config.toml:3", "`secret` is not a text"),
        ("[webhook]\nurl = 'https://a.org'\nsecret_file = '/nowhere'\n", "/config.toml:3", "cannot be read"),
        ("[webhook]\nurl = 'https://a.org'\nsecret_file = '~/x'\n", "/config.toml:3", "`secret_file` has a ~"),
        ("data_dir = \n", "/config.toml:1", ""),
    ] {
        let error = load(text).expect_err(text);
        assert_eq!(error.place(), place, "{text}");
        assert!(error.wrong.contains(wrong), "{text}: {}", error.wrong);
        assert!(!error.mend.is_empty());
        assert!(!error.to_string().contains("hush"), "neither token nor secret is ever shown");
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
        [("co-04".to_owned(), Some(2))]
    );
    fs::write(&path, "families_off = ['hope']\n").expect("a file");
    assert!(Config::words(&path).is_err());
}

#[test]
fn systemd_lays_the_token_where_its_credentials_are() {
    let dir = tempfile::tempdir().expect("a folder");
    let environment = Environment { credentials: Some(dir.path().to_owned()), ..Environment::default() };
    let token = |environment: &Environment| Config::load(None, environment).map(|config| config.token).map_err(one);
    assert_eq!(token(&environment), Ok(None), "credentials of other names are not ours");
    fs::write(dir.path().join("token"), "9:from-systemd\n").expect("a file");
    assert_eq!(token(&environment), Ok(Some(token_of("9:from-systemd"))));
    let by_hand = Environment {
        credentials: environment.credentials.clone(),
        ..Environment::of([("TELOXIDE_TOKEN", "8:from-env")])
    };
    assert_eq!(token(&by_hand), Ok(Some(token_of("8:from-env"))), "what is set by hand wins");
    fs::write(dir.path().join("token"), "secret\n").expect("a file");
    let error = token(&environment).expect_err("no token");
    assert_eq!(error.place(), "CREDENTIALS_DIRECTORY");
    assert!(!error.to_string().contains("secret"), "the token is never shown");
    fs::remove_file(dir.path().join("token")).expect("no file");
    fs::create_dir(dir.path().join("token")).expect("a folder in its place");
    assert_eq!(token(&environment).expect_err("no file").place(), "CREDENTIALS_DIRECTORY");
}

#[test]
fn a_token_comes_from_a_file_and_the_environment_wins() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "token_file = 'secret'\n").expect("a file");
    fs::write(dir.path().join("secret"), "\u{feff}7:from-file\n").expect("a file");
    let path = dir.path().join("config.toml");
    let token = |environment| Config::load(Some(&path), &environment).expect("a configuration").token;
    assert_eq!(token(Environment::default()), Some(token_of("7:from-file")));
    let environment = Environment::of([("TELOXIDE_TOKEN", "8:from-env")]);
    assert_eq!(token(environment), Some(token_of("8:from-env")));
    assert_eq!(format!("{:?}", token_of("8:x")), "Token(…)");
}

#[test]
fn a_webhook_needs_an_address_and_nothing_more() {
    assert_eq!(load("").expect("a configuration").webhook, None, "updates are asked for");
    let config = load("[webhook]\nurl = 'https://nearer.example.org'\n").expect("a configuration");
    assert_eq!(config.updates_place(), "brought to https://nearer.example.org, heard at 127.0.0.1:8443");
    assert_eq!(config.webhook.expect("a webhook").secret, None, "one is made at each start");

    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    let webhook = |rest: &str| {
        fs::write(&path, format!("[webhook]\nurl = 'https://a.org:8443/nearer'\n{rest}")).expect("a file");
        Config::load(Some(&path), &Environment::default()).expect("a configuration").webhook.expect("a webhook")
    };
    fs::write(dir.path().join("word"), "\u{feff}from-a-file-0123456\n").expect("a file");
    let found = webhook("listen = '[::1]:88'\nsecret_file = 'word'\n");
    assert_eq!((found.listen.to_string().as_str(), found.url.path()), ("[::1]:88", "/nearer"));
    assert_eq!(found.secret.as_ref().expect("a secret").reveal(), "from-a-file-0123456");
    assert!(!format!("{found:?}").contains("from-a-file"), "it is never shown");
    assert_eq!(webhook("secret = 'written-0123456789'\n").secret.expect("a secret").reveal(), "written-0123456789");
}

#[test]
fn all_that_is_wrong_is_told_at_once_in_the_order_of_its_lines() {
    let text = "colour = 1\ncache_megabytes = 'much'\nnever = ['x', 'co-04', 'y']\ndefault_zone = 'Nowhere at all'\n\
                families_off = ['hope', 'trust']\n[log]\nlevel = 'loud'\nformat = 'xml'\n[allowed]\nchat = [1]\n";
    let Mistakes(all) = load_all(text).expect_err("nothing of it is right");
    let lines: Vec<Option<usize>> = all.iter().map(|error| error.line).collect();
    assert_eq!(lines, [1, 2, 3, 3, 4, 5, 7, 8, 10].map(Some), "{all:#?}");
    assert!(Mistakes(all).to_string().ends_with("\n9 mistakes"));
}

#[test]
fn a_key_that_is_misspelt_or_misplaced_is_led_to_its_place() {
    for (text, mend) in [
        ("dat_dir = 'x'\n", "did you mean `data_dir`?"),
        ("tokenfile = 'x'\n", "did you mean `token_file`?"),
        ("[log]\nlevl = 'info'\n", "did you mean `level`?"),
        ("level = 'info'\n", "write it below [log]"),
        ("[webhook]\nurl = 'https://a.org'\nlisen = 'x'\n", "did you mean `listen`?"),
        ("secret_file = 'x'\n", "write it below [webhook]"),
        ("[pace]\ndata_dir = 'x'\n", "write it above the first section"),
        ("colour = 1\n", "see config.example.toml"),
    ] {
        let error = load(text).expect_err(text);
        assert!(error.mend.contains(mend), "{text}: {}", error.mend);
    }
}

#[test]
fn a_look_tries_the_paths_and_leaves_nothing_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    let host_key = "0123456789abcdef".repeat(4);
    for (name, text) in [("a-file", "x"), ("good.key", &host_key), ("bad.key", "hello")] {
        fs::write(dir.path().join(name), text).expect("a file");
    }
    fs::create_dir(dir.path().join("sealed")).expect("a folder");
    fs::write(dir.path().join("sealed/store.toml"), "").expect("a file");
    let before = || fs::read_dir(dir.path()).expect("a folder").count();
    for (text, wrong) in [
        ("data_dir = 'a-file'\n", Some("`data_dir` leads to a file, not to a folder")),
        ("data_dir = 'a-file/below'\n", Some("`data_dir` leads to a file, not to a folder")),
        ("data_dir = 'not/there/yet'\n", None),
        ("data_dir = '.'\n", None),
        ("key_file = 'good.key'\n", None),
        ("key_file = 'not/there/yet.key'\n", None),
        ("key_file = 'bad.key'\n", Some("`key_file` is not a host's key")),
        ("key_file = '.'\n", Some("`key_file` cannot be read")),
        ("key_file = 'a-file/new.key'\n", Some("`key_file`")),
        ("data_dir = 'sealed'\nkey_file = 'gone.key'\n", Some("`key_file` is not there, and the store")),
        ("token_file = 'gone'\n", Some("the token file")),
        #[cfg(target_os = "linux")]
        ("data_dir = '/proc/nearer'\n", Some("nothing can be written in /proc")),
    ] {
        fs::write(&path, text).expect("a file");
        let files = before();
        let found = Config::check(Some(&path), &Environment::default()).mistakes;
        assert_eq!(found.len(), usize::from(wrong.is_some()), "{text}: {found:#?}");
        let fits = found.iter().zip(wrong).all(|(error, wrong)| error.wrong.contains(wrong));
        assert!(fits && found.iter().all(|error| error.line.is_some()), "{text}: {found:#?}");
        assert_eq!(before(), files, "{text}");
    }
}

#[test]
fn what_is_wrong_elsewhere_does_not_hide_the_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    let look = |text: &str| {
        fs::write(&path, text).expect("a file");
        Config::check(Some(&path), &Environment::default())
    };
    let checked = look("cache_megabytes = 0\nnever = ['co-04']\n");
    assert_eq!((checked.words.map(|words| words.never.len()), checked.mistakes.len()), (Some(1), 1));
    assert!(look("never = ['x']\n").words.is_none());
}

/// What a host may set in the environment, whatever the file says.
#[test]
fn every_key_is_read_from_the_environment_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    let words = dir.path().display().to_string();
    fs::write(
        &path,
        "token = '1:file'\ndata_dir = 'from-the-file'\nkey_file = 'file.key'\napi_url = 'http://file'\npacks = ['money']\n\
         default_zone = 'Europe/Lisbon'\ncache_megabytes = 9\nwatch = '[::1]:1'\nnever = ['co-04']\nfamilies_off = ['trust']\n\
         [pace]\nall_per_second = 1\nchat_per_second = 2\ngroup_per_minute = 3\n[allowed]\nchats = [-1]\nusers = [1]\n\
         [log]\nformat = 'plain'\nlevel = 'warn'\n",
    )
    .expect("a file");
    let environment = Environment::of([
        ("NEARER_TOKEN", "2:environment"),
        ("NEARER_TOKEN_FILE", "not read: the token itself is there"),
        ("NEARER_DATA_DIR", "from-the-environment"),
        ("NEARER_STORE", "postgres://bot:open-sesame@one.example,two.example/nearer"),
        ("NEARER_STORE_FILE", "not read: the address itself is there"),
        ("NEARER_STORE_CA", "ca.pem"),
        ("NEARER_KEY_FILE", "/etc/nearer/host.key"),
        ("NEARER_API_URL", "http://environment"),
        ("NEARER_PROMPTS_DIR", &words),
        ("NEARER_PROMPTS_BESIDE", &words),
        ("NEARER_PACKS", "faith, care"),
        ("NEARER_FAMILIES_OFF", "honesty_is_none,"),
        ("NEARER_NEVER", ","),
        ("NEARER_DEFAULT_ZONE", "America/New_York"),
        ("NEARER_CACHE_MEGABYTES", " 64 "),
        ("NEARER_WATCH", "127.0.0.1:9464"),
        ("NEARER_PACE_ALL_PER_SECOND", "0"),
        ("NEARER_PACE_CHAT_PER_SECOND", "4"),
        ("NEARER_PACE_GROUP_PER_MINUTE", "5"),
        ("NEARER_ALLOWED_CHATS", "-100123,-100124"),
        ("NEARER_ALLOWED_USERS", "7"),
        ("NEARER_WEBHOOK_URL", "https://nearer.example.org"),
        ("NEARER_WEBHOOK_LISTEN", "127.0.0.1:80"),
        ("NEARER_WEBHOOK_SECRET", "of-the-environment"),
        ("NEARER_WEBHOOK_SECRET_FILE", "not read: the secret itself is there"),
        ("NEARER_LOG_FORMAT", "json"),
        ("NEARER_LOG_LEVEL", "info,nearer=debug"),
    ]);
    let ours = keys::KEYS.iter().map(keys::Key::variable).collect();
    assert_eq!(environment.variables.keys().cloned().collect::<std::collections::BTreeSet<_>>(), ours);
    let wrong = one(Config::load(Some(&path), &environment).expect_err("one family is none"));
    assert_eq!(
        (wrong.place(), wrong.wrong),
        ("NEARER_FAMILIES_OFF".into(), "`families_off` knows no \"honesty_is_none\"".into())
    );

    let mut environment = environment;
    environment.variables.extend(Environment::of([("NEARER_FAMILIES_OFF", "entitlement")]).variables);
    let config = Config::load(Some(&path), &environment).expect("a configuration");
    assert_eq!(config.token, Some(token_of("2:environment")));
    assert_eq!(config.data_dir, PathBuf::from("from-the-environment"), "seen from where the bot is started");
    assert_eq!(config.host_key, HostKeySource::File("/etc/nearer/host.key".into()));
    assert_eq!(config.api_url.as_ref().map(reqwest::Url::as_str), Some("http://environment/"));
    assert_eq!((&config.prompts.in_place, &config.prompts.beside), (&Some(words.clone().into()), &Some(words.into())));
    assert_eq!((config.prompts.packs.len(), config.prompts.families_off.len(), config.prompts.never.len()), (2, 1, 0));
    assert_eq!((config.default_zone.name(), config.cache_megabytes), ("America/New_York", 64));
    assert_eq!(config.watch, "127.0.0.1:9464".parse().ok());
    assert_eq!(config.pace, SendLimits { all_per_second: 0, chat_per_second: 4, group_per_minute: 5 });
    assert_eq!((config.allowed.chats.len(), config.allowed.users.contains(&7)), (2, true));
    assert_eq!(config.updates_place(), "brought to https://nearer.example.org, heard at 127.0.0.1:80");
    assert_eq!(config.webhook.expect("a webhook").secret.expect("a secret").reveal(), "of-the-environment");
    assert_eq!(config.log, Log { format: LogFormat::Json, level: "info,nearer=debug".to_owned() });
}

#[test]
fn what_is_wrong_in_the_environment_is_named_with_its_variable_and_a_mend() {
    for (variable, held, wrong, mend) in [
        ("NEARER_DAT_DIR", "x", "nothing is called so", "did you mean NEARER_DATA_DIR?"),
        ("NEARER_PACE_ALL_PER_SECONDS", "1", "nothing is called so", "did you mean NEARER_PACE_ALL_PER_SECOND?"),
        ("NEARER_COLOUR", "1", "nothing is called so", "docs/configuration.md"),
        ("NEARER_CACHE_MEGABYTES", "much", "this is not a whole number", "NEARER_CACHE_MEGABYTES=8"),
        ("NEARER_CACHE_MEGABYTES", "0", "out of range", "from 1 to 4096"),
        ("NEARER_ALLOWED_USERS", "1;2", "not whole numbers, separated by commas", "NEARER_ALLOWED_USERS=123456789,"),
        ("NEARER_ALLOWED_USERS", "1],[2", "not whole numbers", "separated by commas"),
        ("NEARER_LOG_FORMAT", "xml", "this is not plain or json", "NEARER_LOG_FORMAT=plain"),
        ("NEARER_LOG_LEVEL", "loud", "cannot be read", "off, error"),
        ("NEARER_DEFAULT_ZONE", "Lisbonne", "names no time zone", "Europe/Lisbon"),
        ("NEARER_DATA_DIR", "~/nearer", "`data_dir` has a ~", "from where the bot is started"),
        ("NEARER_NEVER", "co-04,x", "holds \"x\"", "write the id"),
        ("NEARER_TOKEN_FILE", "/not/there", "cannot be read", "holds the token"),
        ("NEARER_TOKEN", "secret", "does not look like one", "@BotFather"),
        ("TELOXIDE_TOKEN", "secret", "does not look like one", "@BotFather"),
        ("TELOXIDE_API_URL", "telegram", "not an address", "https://"),
        ("NEARER_API_URL", "telegram", "not an address", "https://"),
        ("NEARER_WEBHOOK_LISTEN", "127.0.0.1:80", "[webhook] has no `url`", "https://"),
        ("NEARER_WEBHOOK_URL", "http://secret.org", "`url` is no public address", "https://"),
        ("NEARER_WEBHOOK_ULR", "x", "nothing is called so", "did you mean NEARER_WEBHOOK_URL?"),
        ("NEARER_KEY", "secret", "no host's key", "64 hexadecimal"),
    ] {
        let error = one(Config::load(None, &Environment::of([(variable, held)])).expect_err(variable));
        assert_eq!(error.place(), variable, "{error}");
        assert!(error.wrong.contains(wrong) && error.mend.contains(mend), "{error}");
        assert!(!error.to_string().contains("secret"), "what is secret is never shown");
    }
    let mut unread = Environment::of([("NEARER_DATA_DIR", "x")]);
    unread.variables.insert("NEARER_DATA_DIR".to_owned(), None);
    let error = one(Config::load(None, &unread).expect_err("it is no text"));
    assert_eq!((error.place(), error.wrong), ("NEARER_DATA_DIR".into(), "this is not a text".into()));
}

#[test]
fn a_token_file_of_the_environment_goes_before_a_token_in_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let (path, secret) = (dir.path().join("config.toml"), dir.path().join("secret"));
    fs::write(&path, "token = '1:file'\n").expect("a file");
    fs::write(&secret, "2:secret-file\n").expect("a file");
    let secret = secret.display().to_string();
    let token = |environment| Config::load(Some(&path), &environment).expect("a configuration").token;
    assert_eq!(token(Environment::of([("NEARER_TOKEN_FILE", &secret)])), Some(token_of("2:secret-file")));
    let both = Environment::of([("NEARER_TOKEN_FILE", &secret), ("NEARER_TOKEN", "3:variable")]);
    assert_eq!(token(both), Some(token_of("3:variable")));
    let older = Environment::of([("TELOXIDE_TOKEN", "4:older"), ("NEARER_TOKEN", "3:variable")]);
    assert_eq!(token(older), Some(token_of("4:older")));
}

#[test]
fn the_table_says_the_defaults() {
    let told: Vec<(String, &str)> = keys::KEYS.iter().map(|key| (key.variable(), key.default)).collect();
    let mut environment = Environment::default();
    for (name, default) in told.iter().filter(|(name, default)| !default.is_empty() && name != "NEARER_API_URL") {
        environment.variables.extend(Environment::of([(name.as_str(), default)]).variables);
    }
    assert_eq!(environment.variables.len(), 8);
    assert_eq!(Config::load(None, &environment).ok(), Config::load(None, &Environment::default()).ok());
}
