//! Ten languages. Days and hours of seven are read; in the others, words of time are known as such and set nothing.

use super::agree;

#[test]
fn german() {
    agree(&[
        ("freitag 19:30", "Fri 27 Nov 2026 19:30"),
        ("am Freitag um 19:30 Uhr", "Fri 27 Nov 2026 19:30"),
        ("Freitag um 20 Uhr Abendessen", "Fri 27 Nov 2026 20:00 (Abendessen)"),
        ("samstag 19:30", "Sat 28 Nov 2026 19:30"),
        ("nächsten Freitag um 20 Uhr", "Fri 27 Nov 2026 20:00 | Fri 4 Dec 2026 20:00"),
        ("morgen 19:30", "Thu 26 Nov 2026 19:30"),
        ("morgen Abend um 8", "Thu 26 Nov 2026 20:00"),
        ("morgen früh um 8", "Thu 26 Nov 2026 08:00"),
        ("freitag morgen 10", "Fri 27 Nov 2026 10:00"),
        ("Freitagabend 8 Uhr", "Fri 27 Nov 2026 20:00"),
        ("heute 20 uhr", "Wed 25 Nov 2026 20:00"),
        ("heute Abend um acht", "Wed 25 Nov 2026 20:00"),
        ("übermorgen 20:00", "Fri 27 Nov 2026 20:00"),
        ("uebermorgen 20:00", "Fri 27 Nov 2026 20:00"),
        ("24. Dezember 18 Uhr", "Thu 24 Dec 2026 18:00"),
        ("am 24. Dezember um 18:00", "Thu 24 Dec 2026 18:00"),
        ("am 24. um 19 Uhr", "Thu 24 Dec 2026 19:00"),
        ("freitag halb acht", "Fri 27 Nov 2026 19:30 | Fri 27 Nov 2026 07:30"),
        ("freitag viertel nach sieben", "Fri 27 Nov 2026 19:15 | Fri 27 Nov 2026 07:15"),
        ("freitag 8 uhr abends", "Fri 27 Nov 2026 20:00"),
        ("in drei Tagen 19:00", "Sat 28 Nov 2026 19:00"),
        ("in einer Woche 19:00", "Wed 2 Dec 2026 19:00"),
        ("in 3 Stunden", "Wed 25 Nov 2026 21:00"),
        ("jeden Freitag 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("freitags 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("jeden zweiten Freitag 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("alle zwei Wochen am Freitag 19:30", "fortnightly Fri 27 Nov 2026 19:30"),
        ("jeden Freitag bis Weihnachten 19:30", "every-what"),
        ("gestern 19:30", "past"),
        (
            "nächste Woche 19:30",
            "Mon 30 Nov 2026 19:30 | Tue 1 Dec 2026 19:30 | Wed 2 Dec 2026 19:30 | Thu 3 Dec 2026 19:30 | Fri 4 Dec 2026 19:30 | Sat 5 Dec 2026 19:30 | Sun 6 Dec 2026 19:30",
        ),
        ("freitg 19:30", "unsure"),
    ]);
}

#[test]
fn french() {
    agree(&[
        ("vendredi 20h", "Fri 27 Nov 2026 20:00"),
        ("vendredi à 20h30 ciné", "Fri 27 Nov 2026 20:30 (ciné)"),
        ("vendredi soir 8h", "Fri 27 Nov 2026 20:00"),
        ("vendredi soir à 8 heures", "Fri 27 Nov 2026 20:00"),
        ("demain 20h", "Thu 26 Nov 2026 20:00"),
        ("demain", "Thu 26 Nov 2026 ?"),
        ("après-demain 20h", "Fri 27 Nov 2026 20:00"),
        ("ce soir 20h", "Wed 25 Nov 2026 20:00"),
        ("vendredi prochain 20h", "Fri 27 Nov 2026 20:00 | Fri 4 Dec 2026 20:00"),
        ("le 24 à 19h", "Thu 24 Dec 2026 19:00"),
        ("le 24 décembre à 18h", "Thu 24 Dec 2026 18:00"),
        ("le 1er décembre 19h", "Tue 1 Dec 2026 19:00"),
        ("tous les vendredis 20h", "weekly Fri 27 Nov 2026 20:00"),
        ("chaque vendredi 20h", "weekly Fri 27 Nov 2026 20:00"),
        ("un vendredi sur deux 20h", "unsure"),
        ("dans 3 jours 20h", "Sat 28 Nov 2026 20:00"),
        ("dans deux heures", "Wed 25 Nov 2026 20:00"),
        ("samedi midi", "Sat 28 Nov 2026 12:00"),
        ("sam 20h ciné", "unsure"),
    ]);
}

#[test]
fn spanish_italian_portuguese() {
    agree(&[
        ("viernes", "Fri 27 Nov 2026 ?"),
        ("viernes 20:00", "Fri 27 Nov 2026 20:00"),
        ("el viernes a las 20:00 cena", "Fri 27 Nov 2026 20:00 (cena)"),
        ("el viernes a las 8 de la tarde", "Fri 27 Nov 2026 20:00"),
        ("viernes por la noche 9", "Fri 27 Nov 2026 21:00"),
        ("mañana a las 10 de la mañana", "Thu 26 Nov 2026 10:00"),
        ("mañana 20:00", "Thu 26 Nov 2026 20:00"),
        ("pasado mañana 20:00", "Fri 27 Nov 2026 20:00"),
        ("esta noche a las 9", "Wed 25 Nov 2026 21:00"),
        ("24 de diciembre a las 18:00", "Thu 24 Dec 2026 18:00"),
        ("el viernes que viene 20:00", "Fri 27 Nov 2026 20:00 | Fri 4 Dec 2026 20:00"),
        ("todos los viernes 20:00", "weekly Fri 27 Nov 2026 20:00"),
        ("sábado 20:00", "Sat 28 Nov 2026 20:00"),
        ("venerdì 20:30", "Fri 27 Nov 2026 20:30"),
        ("venerdì alle 20 cinema", "Fri 27 Nov 2026 20:00 (cinema)"),
        ("venerdì prossimo alle 20", "Fri 27 Nov 2026 20:00 | Fri 4 Dec 2026 20:00"),
        ("domani alle 8 di sera", "Thu 26 Nov 2026 20:00"),
        ("dopodomani 20:00", "Fri 27 Nov 2026 20:00"),
        ("stasera alle 9", "Wed 25 Nov 2026 21:00"),
        ("il 24 dicembre alle 18", "Thu 24 Dec 2026 18:00"),
        ("ogni venerdì 20:30", "weekly Fri 27 Nov 2026 20:30"),
        ("tra 3 giorni 20:00", "Sat 28 Nov 2026 20:00"),
        ("sexta-feira às 20h", "Fri 27 Nov 2026 20:00"),
        ("sexta 20h", "Fri 27 Nov 2026 20:00"),
        ("segunda cita 20:00", "unsure"),
        ("no sábado às 20h", "Sat 28 Nov 2026 20:00"),
        ("amanhã 20h", "Thu 26 Nov 2026 20:00"),
        ("depois de amanhã 20h", "Fri 27 Nov 2026 20:00"),
        ("24 de dezembro às 18h", "Thu 24 Dec 2026 18:00"),
        ("toda sexta-feira 20h", "weekly Fri 27 Nov 2026 20:00"),
        ("sábado ao meio-dia", "Sat 28 Nov 2026 12:00 (ao)"),
    ]);
}

#[test]
fn russian() {
    agree(&[
        ("пятница 19:30", "Fri 27 Nov 2026 19:30"),
        ("в пятницу в 19:30 ужин", "Fri 27 Nov 2026 19:30 (ужин)"),
        ("В ПЯТНИЦУ В 8 ВЕЧЕРА", "Fri 27 Nov 2026 20:00"),
        ("завтра в 8 вечера", "Thu 26 Nov 2026 20:00"),
        ("завтра вечером в 8", "Thu 26 Nov 2026 20:00"),
        ("послезавтра 20:00", "Fri 27 Nov 2026 20:00"),
        ("24 декабря в 18:00", "Thu 24 Dec 2026 18:00"),
        ("в следующую пятницу в 19:30", "Fri 27 Nov 2026 19:30 | Fri 4 Dec 2026 19:30"),
        ("каждую пятницу 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("по пятницам 19:30", "weekly Fri 27 Nov 2026 19:30"),
        ("через 3 часа", "Wed 25 Nov 2026 21:00"),
        ("через 3 дня 19:00", "Sat 28 Nov 2026 19:00"),
        ("пт 19:30", "Fri 27 Nov 2026 19:30"),
        ("пятнца 19:30", "unsure"),
    ]);
}

#[test]
fn dutch_polish_turkish_and_more() {
    agree(&[
        ("vrijdag 19:30", "Fri 27 Nov 2026 19:30"),
        ("morgen om 20:00", "Thu 26 Nov 2026 20:00"),
        ("piątek 19:30", "Fri 27 Nov 2026 19:30"),
        ("w sobotę o 19:30", "Sat 28 Nov 2026 19:30"),
        ("jutro 19:30", "Thu 26 Nov 2026 19:30"),
        ("cuma 19:30", "Fri 27 Nov 2026 19:30"),
        ("CUMARTESİ 19:30", "Sat 28 Nov 2026 19:30"),
        ("yarın saat 20:00", "Thu 26 Nov 2026 20:00"),
        ("lördag 19:30", "Sat 28 Nov 2026 19:30"),
        ("у п'ятницю 19:30", "Fri 27 Nov 2026 19:30 (у)"),
    ]);
}

#[test]
fn a_bare_hour_and_words_that_may_be_days() {
    agree(&[
        ("firday 19:30", "nearly Fri 27 Nov 2026 19:30"),
        ("saterday 19:30", "nearly Sat 28 Nov 2026 19:30"),
        ("fir 19:30", "unsure"),
        ("satt 19:30", "unsure"),
        ("so 19:30", "unsure"),
        ("mo 19:30", "unsure"),
        ("le jeu 20h", "unsure"),
        ("vendrdi 20h", "unsure"),
        ("viernez 20:00", "unsure"),
        ("domainca 20:00", "Wed 25 Nov 2026 20:00 (domainca)"),
        ("domenca 20:00", "unsure"),
        ("swim in the sun 20:00", "unsure"),
        ("christmas market 20:00", "unsure"),
        ("fri 20:00 christmas market", "Fri 27 Nov 2026 20:00 (christmas market)"),
        ("evening 20:00", "unsure"),
        ("dinner with sam 20:00", "Wed 25 Nov 2026 20:00 (dinner with sam)"),
        ("pizza 20:00", "Wed 25 Nov 2026 20:00 (pizza)"),
        ("date night 20:00", "Wed 25 Nov 2026 20:00 (date night)"),
        ("fun 20:00", "Wed 25 Nov 2026 20:00 (fun)"),
        ("20:00 game night at home", "Wed 25 Nov 2026 20:00 (game night at home)"),
        ("20:00 walk the dog", "Wed 25 Nov 2026 20:00 (walk the dog)"),
    ]);
}
