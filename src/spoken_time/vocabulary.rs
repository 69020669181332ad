//! The words of time, in ten languages and two more, and what each can mean. A word may stand in several rows; which of
//! its meanings holds is for the rules to say. The words stand here as they are spelt: accents and capitals are folded
//! away before they are compared.

use chrono::Weekday;

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
    /// The evening and the hours after midnight.
    Night,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    /// A month or a year: its day cannot be told.
    Longer,
}

/// What a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Weekday(Weekday),
    /// "Fridays": again and again.
    Weekdays(Weekday),
    /// A day of the week in Portuguese that is a number in other languages.
    Feira(Weekday),
    /// The beginning of the name of a day: a word of time only where it stands alone before an hour.
    Short,
    /// A month, whatever stands beside it.
    Month(u32),
    /// A month, if a number stands beside it.
    MonthByNumber(u32),
    Today,
    /// The evening or the night of today.
    Tonight,
    Tomorrow,
    /// Tomorrow, or the morning where a day stands before it.
    TomorrowOrMorning,
    AfterTomorrow,
    Yesterday,
    Part(Part),
    Noon,
    Midnight,
    /// Behind the number of an hour: "uhr".
    OClock,
    Next,
    This,
    Last,
    Every,
    /// "Every other".
    Other,
    /// Days in groups, or again and again in a way that is not read.
    Group,
    Unit(Unit),
    Number(u32),
    /// Before a day.
    On,
    /// Before an hour, and then a number is one.
    At,
    /// Before an hour, where a number is not one for that.
    ByHour,
    /// Before an hour that is not meant to the minute.
    About,
    /// Before a length of time: "in three days".
    In,
    /// "Of the morning", "in the evening".
    OfThe,
    Of,
    /// To the end of a stretch of time.
    Until,
    /// A meal of the morning: of two hours the earlier is likelier.
    MorningMeal,
    /// A wish for something other than setting an evening.
    Wish,
    /// "Not friday."
    Not,
    /// A wish where it begins the line and a day or an hour follows: "drop friday".
    WishBeforeTime,
    /// A wish where it begins the line, or is all that is left of it; elsewhere a word like others.
    WishAtTheEdge,
}

use Part::{Afternoon, Evening, Morning, Night};
use Sense::{Feira, Month, MonthByNumber, Number, Weekdays};
use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

/// English, German, Spanish, French, Italian, Portuguese, Russian; then Dutch, Polish, Turkish, Swedish, Ukrainian.
pub(super) const WORDS: &[(Sense, &str)] = &[
    (
        Sense::Weekday(Mon),
        "monday mon montag lunes lundi lunedì понедельник maandag poniedziałek pazartesi måndag понеділок пн",
    ),
    (
        Sense::Weekday(Tue),
        "tuesday tue tues dienstag martes mardi martedì вторник dinsdag wtorek salı tisdag вівторок вт",
    ),
    (
        Sense::Weekday(Wed),
        "wednesday wed weds mittwoch miércoles mercredi mercoledì среда среду woensdag środa środę çarşamba onsdag середа середу ср",
    ),
    (
        Sense::Weekday(Thu),
        "thursday thu thur thurs donnerstag jueves jeudi giovedì четверг donderdag czwartek perşembe torsdag четвер чт",
    ),
    (
        Sense::Weekday(Fri),
        "friday fri freitag viernes vendredi venerdì пятница пятницу vrijdag piątek cuma fredag п'ятниця п'ятницю пт",
    ),
    (
        Sense::Weekday(Sat),
        "saturday sat samstag sonnabend sábado samedi sabato суббота субботу zaterdag sobota sobotę cumartesi lördag субота суботу сб",
    ),
    (
        Sense::Weekday(Sun),
        "sunday sun sonntag domingo dimanche domenica воскресенье zondag niedziela niedzielę pazar söndag неділя неділю вс",
    ),
    (Weekdays(Mon), "mondays montags lundis segundas понедельникам maandags"),
    (Weekdays(Tue), "tuesdays dienstags mardis terças вторникам dinsdags"),
    (Weekdays(Wed), "wednesdays mittwochs mercredis quartas средам woensdags"),
    (Weekdays(Thu), "thursdays donnerstags jeudis quintas четвергам donderdags"),
    (Weekdays(Fri), "fridays freitags vendredis sextas пятницам vrijdags"),
    (Weekdays(Sat), "saturdays samstags sonnabends samedis sábados субботам zaterdags"),
    (Weekdays(Sun), "sundays sonntags dimanches domingos воскресеньям zondags"),
    (Feira(Mon), "segunda"),
    (Feira(Tue), "terça"),
    (Feira(Wed), "quarta"),
    (Feira(Thu), "quinta"),
    (Feira(Fri), "sexta"),
    (
        Sense::Short,
        "mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie vier sáb dom gio sab seg ter qua qui sex",
    ),
    (Sense::Short, "ma wo vr za zo pn wt śr czw pt sob nd pzt cum tis ons tors fre lör sön нд чтв птн суб"),
    (Month(1), "january januar enero janvier gennaio janeiro январь января januari stycznia styczeń ocak січня"),
    (Month(2), "february februar febrero février febbraio fevereiro февраль февраля februari lutego luty şubat лютого"),
    (Month(3), "märz marzo março марта maart marzec березня"),
    (Month(4), "abril aprile апрель апреля kwietnia kwiecień nisan квітня"),
    (Month(5), "maggio maio мая maja mayıs травня"),
    (Month(6), "juni junio juin giugno junho июнь июня czerwca czerwiec haziran червня"),
    (Month(7), "july juli juillet luglio julho июль июля lipca lipiec temmuz липня"),
    (Month(8), "août agosto август августа augustus sierpnia sierpień ağustos augusti серпня"),
    (Month(9), "september septiembre septembre settembre setembro сентябрь сентября września wrzesień eylül вересня"),
    (Month(10), "october oktober octubre octobre ottobre outubro октябрь октября października październik ekim жовтня"),
    (Month(11), "november noviembre novembre novembro ноябрь ноября listopada listopad kasım листопада"),
    (
        Month(12),
        "december dezember diciembre décembre dicembre dezembro декабрь декабря grudnia grudzień aralık грудня",
    ),
    (MonthByNumber(1), "jan janv ene gen янв sty"),
    (MonthByNumber(2), "feb févr fév fev фев lut"),
    (MonthByNumber(3), "march mar mars mart март marca мар mrt mrz"),
    (MonthByNumber(4), "april avril apr avr abr апр kwi"),
    (MonthByNumber(5), "may mai mayo mag май mei maj"),
    (MonthByNumber(6), "june jun giu июн cze"),
    (MonthByNumber(7), "jul juil lug июл lip julio"),
    (MonthByNumber(8), "august aug ago авг sie"),
    (MonthByNumber(9), "sep sept set сен wrz"),
    (MonthByNumber(10), "oct okt ott out окт paź"),
    (MonthByNumber(11), "nov ноя lis"),
    (MonthByNumber(12), "dec dez dic déc дек gru"),
    (Sense::Today, "today heute hoy aujourd'hui oggi hoje сегодня vandaag dziś dzisiaj bugün idag сьогодні"),
    (Sense::Tonight, "tonight tonite 2nite 2night stasera stanotte heutabend vanavond vannacht ikväll"),
    (
        Sense::Tomorrow,
        "tomorrow tomorow tommorow tommorrow tmrw tmr tmw tmro tmoro tmrow tomo tomoro tomorro 2moro 2morrow 2mrw 2mro demain domani amanhã завтра jutro yarın imorgon",
    ),
    (Sense::TomorrowOrMorning, "morgen mañana"),
    (
        Sense::AfterTomorrow,
        "übermorgen uebermorgen surlendemain dopodomani послезавтра overmorgen pojutrze післязавтра",
    ),
    (Sense::Yesterday, "yesterday yday gestern ayer hier ieri ontem вчера gisteren wczoraj dün igår вчора"),
    (
        Sense::Part(Morning),
        "morning mornings früh morgens vormittag vormittags matin mattina mattino manhã madrugada утра утром ochtend rano sabah ранку",
    ),
    (
        Sense::Part(Afternoon),
        "afternoon afternoons nachmittag nachmittags mittag tarde après-midi pomeriggio дня днем днём middag namiddag popołudnie popołudniu",
    ),
    (
        Sense::Part(Evening),
        "evening evenings eve abend abends soir soirée sera вечера вечером avond wieczór wieczorem akşam вечора",
    ),
    (Sense::Part(Night), "night nights nite nacht nachts noche nuit notte noite ночи ночью nocy gece ночі"),
    (Sense::Noon, "noon midday mittags mediodía midi mezzogiorno полдень południe"),
    (Sense::Midnight, "midnight mitternacht medianoche minuit mezzanotte полночь północ middernacht"),
    (Sense::OClock, "o'clock oclock uhr heures heure h hrs horas hora ore час часа часов ч uur godzina"),
    (
        Sense::Next,
        "next nxt nächsten nächster nächste nächstes kommenden kommender próximo próxima prochain prochaine prossimo prossima следующий следующую следующее следующая volgende następny następną gelecek önümüzdeki nästa",
    ),
    (
        Sense::This,
        "this coming diesen dieser diese dieses este esta ce cet cette questo questa этот эту это deze dit ten bu",
    ),
    (
        Sense::Last,
        "last letzten letzter letzte letztes vorigen pasado pasada dernier dernière scorso scorsa прошлый прошлую прошлое vorige zeszły geçen förra",
    ),
    (
        Sense::Every,
        "every evry each jeden jeder jede jedes chaque cada ogni todo todos toda todas tous toutes каждый каждую каждое каждые elke iedere każdy każdą her varje",
    ),
    (Sense::Other, "other second 2nd two 2 zweiten zweite zwei dos due deux duas две вторую второй второе"),
    (
        Sense::Group,
        "weekday weekdays weeknight weeknights workday workdays weekends daily nightly monthly yearly annually weekly biweekly fortnightly werktags wochentags täglich monatlich diario quotidien ежедневно",
    ),
    (Sense::Unit(Unit::Minute), "minute minutes min mins m minuten minuto minutos minuti минута минуты минут"),
    (
        Sense::Unit(Unit::Hour),
        "hour hours hr hrs h stunde stunden hora horas heure heures ora ore час часа часов uur uren",
    ),
    (
        Sense::Unit(Unit::Day),
        "day days d tag tage tagen día días jour jours giorno giorni dia dias день дня дней dagen dni",
    ),
    (
        Sense::Unit(Unit::Week),
        "week weeks wk wks w woche wochen semana semanas semaine semaines settimana settimane неделя неделю недели недель weken tydzień tygodnie hafta vecka",
    ),
    (Sense::Unit(Unit::Fortnight), "fortnight fortnights quinzaine"),
    (
        Sense::Unit(Unit::Longer),
        "month months monat monate monaten monats mes meses mois mese mesi mês месяц месяца месяцев maand maanden miesiąc ay år",
    ),
    (Sense::Unit(Unit::Longer), "year years jahr jahre jahren año años anno anni ano anos год года"),
    (Number(1), "a an one ein eine einer einem einen un una uno une um uma один одну одна"),
    (Number(2), "two zwei dos deux due dois duas два две twee"),
    (Number(3), "three drei tres trois tre três три drie"),
    (Number(4), "four vier cuatro quatre quattro quatro четыре"),
    (Number(5), "five fünf cinco cinq cinque пять vijf"),
    (Number(6), "six sechs seis sei шесть zes"),
    (Number(7), "seven sieben siete sept sette sete семь zeven"),
    (Number(8), "eight acht ocho huit otto oito восемь"),
    (Number(9), "nine neun nueve neuf nove девять negen"),
    (Number(10), "ten zehn diez dix dieci dez десять tien"),
    (Number(11), "eleven elf once onze undici одиннадцать"),
    (Number(12), "twelve zwölf doce douze dodici doze двенадцать twaalf"),
    (Sense::On, "on am an den dem der el los le les las la il lo no na nos nas di de do da del di w we op в во на по"),
    (Sense::At, "at @ um às alle all' om в kl saat"),
    (Sense::ByHour, "for from by à o к w ab från"),
    (Sense::About, "around about approx approximately ca circa ~ gegen vers verso hacia sobre около"),
    (Sense::In, "in dans dentro tra fra em en daqui через za over"),
    (Sense::OfThe, "at in the de la du di del della da a am por по na à vom der le pela"),
    (Sense::Of, "of de di do d' del"),
    (Sense::Until, "until untill till til to thru through bis jusqu'à jusque hasta fino até до tot"),
    (Sense::MorningMeal, "breakfast brunch frühstück desayuno colazione завтрак ontbijt"),
    (
        Sense::Wish,
        "cancel cancelled canceled cancelling canceling postpone postponed reschedule rescheduled unset uncancel delete absagen abgesagt stornieren verschieben löschen cancelar cancela annuler annule supprimer annullare annulla cancellare отмена отменить отмени перенести удалить annuleren verzetten afzeggen odwołać anuluj przełożyć iptal ertele",
    ),
    (Sense::Not, "not no dont don't never nicht nein kein keine нет не pas"),
    (Sense::WishBeforeTime, "drop swap shift clear stop end kill lose call"),
    (
        Sense::WishAtTheEdge,
        "move moved change changed edit skip remove forget undo erase abort ändern mover cambiar cambia déplacer changer spostare sposta cambiare mudar adiar измени перенеси",
    ),
];
