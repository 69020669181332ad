//! On which side of the equator a zone lies: whose summer it is.

use super::Zone;

/// North or south of the equator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hemisphere {
    North,
    South,
}

/// Zones with a summer around January, by the beginning of their names; from the table `zone1970.tab` of the time zone
/// database. Close to the equator the seasons are those of the north: there they are neither warm nor cold.
const SOUTHERN: [&str; 29] = [
    "Africa/Gaborone",
    "Africa/Harare",
    "Africa/Johannesburg",
    "Africa/Maputo",
    "Africa/Maseru",
    "Africa/Mbabane",
    "Africa/Windhoek",
    "America/Araguaina",
    "America/Argentina",
    "America/Asuncion",
    "America/Buenos_Aires",
    "America/Campo_Grande",
    "America/Catamarca",
    "America/Cordoba",
    "America/Cuiaba",
    "America/Jujuy",
    "America/Mendoza",
    "America/Montevideo",
    "America/Punta_Arenas",
    "America/Rosario",
    "America/Santiago",
    "America/Sao_Paulo",
    "Antarctica",
    "Atlantic/Stanley",
    "Australia",
    "Brazil/East",
    "Chile",
    "NZ",
    "Pacific/Auckland",
];

impl Zone {
    /// On which side of the equator it lies.
    #[must_use]
    pub fn hemisphere(self) -> Hemisphere {
        if SOUTHERN.iter().any(|southern| self.name().starts_with(southern)) {
            Hemisphere::South
        } else {
            Hemisphere::North
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_summer_in_january_in_sydney_and_winter_in_oslo() {
        for (name, hemisphere) in [
            ("Australia/Sydney", Hemisphere::South),
            ("America/Argentina/Ushuaia", Hemisphere::South),
            ("Africa/Johannesburg", Hemisphere::South),
            ("Europe/Oslo", Hemisphere::North),
            ("Asia/Singapore", Hemisphere::North),
            ("UTC", Hemisphere::North),
        ] {
            assert_eq!(Zone::named(name).expect("a zone").hemisphere(), hemisphere, "{name}");
        }
        for southern in SOUTHERN {
            assert!(crate::zones::table().zones().any(|zone| zone.name().starts_with(southern)), "{southern}");
        }
    }
}
