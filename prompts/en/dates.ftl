# Date nights: from an idea to an evening that happened. The ideas themselves are in dates.toml.

## Asking for ideas

date-first-place =
    First your place, so that I know your time zone. Then send /date again.
date-wishes =
    <b>An evening for the two of you</b>

    How are you just now: energy, money, time, together or apart? Either of you can tap. Then I bring three ideas. Or set the evening first and choose later what to do.

    You can also type it: <code>/date fri 19:30</code>, <code>/date tomorrow 8pm dinner at the harbour</code>, <code>/date every friday 19:30</code>.
date-another-time =
    Another time, then. /date is here when you like.
date-chosen = ✓ { $label }

button-energy-low = Low energy
button-energy-medium = Some energy
button-energy-high = High energy
button-cost-free = Free
button-cost-small = A little money
button-cost-moderate = More is fine
button-span-short = Up to 45 min
button-span-medium = 90 min
button-span-long = All evening
button-together = Together
button-apart = From two places
button-three-ideas = Three ideas
button-evening-first = Evening first
button-enough = Not now
button-wishes = Ideas

## Three ideas

offer = <b>Three ideas for an evening</b>
offer-for = <b>Three ideas for { $date }</b>
offer-idea = <b>{ $number }. { $title }</b>
    { $kind }, { $minutes } min, { $cost }
# The one that costs least.
offer-idea-cheap = <b>{ $number }. { $title }</b>
    { $cost }, { $minutes } min
offer-easy = easy
offer-new = new
offer-other = and this
offer-how =
    Tap what you would enjoy, each for yourself; only you see it. When both of you have tapped <b>I've looked</b>, I propose one, by { $when } at the latest.

idea =
    <b>{ $title }</b>
    { $how }
    <i>About { $minutes } minutes, { $cost }. Easier: { $access }</i>
# In a reminder.
idea-short =
    <b>{ $title }</b>
    { $how }
# For two who are apart.
idea-apart =
    <b>{ $title }</b>
    <i>From two places:</i> { $apart }
    { $how }
    <i>About { $minutes } minutes, { $cost }. Easier: { $access }</i>
idea-cost-free = free
idea-cost-small = a little money
idea-cost-moderate = some money

# In the place of the three.
offer-over =
    Of these three, one is proposed below.
offer-put-away =
    These three are put away. /date brings others whenever you like.

proposal =
    <b>How about this one?</b>
proposal-for =
    <b>For { $date }, how about this one?</b> It goes with that evening now. You can still change it.

alert-idea-liked = Noted: you like number { $number }. Only you see this. A second tap takes it back.
alert-idea-unliked = Taken back: number { $number }. Only you see this.
alert-looked = Thank you. Once both of you have looked, I propose one at the next full quarter of an hour.
alert-no-ideas = I have no ideas at hand just now. You can set an evening and choose later.

button-idea = { $number }
button-about-idea = More on { $number }
button-looked = I've looked
button-three-more = Three more
button-not-now = Not now
button-set-evening = Set the evening
button-the-evening = To the evening

## Setting an evening

date-choose-day =
    Which day? For a later one, type it: <code>/date 24 December 18:00</code>.
date-choose-day-move =
    Which day instead? You can also type any other: <code>/date move 26 December 19:00</code>.
date-choose-hour-plain =
    <b>{ $date }</b>, at what hour?
date-choose-hour =
    <b>{ $date }</b>, at what hour? For another hour: <code>/date fri 19:45</code>.
# Late on the day itself.
date-choose-hour-today =
    <b>{ $date }</b>, at what hour? For another hour: <code>/date tonight 22:10</code>.
date-day-over =
    Nothing is left of today. How about tomorrow?
date-has-passed =
    { $day } has passed. Do you mean { $later }?
date-choose-hour-move =
    <b>{ $date }</b>, at what hour? For another hour: <code>/date move { $date } 19:45</code>.
date-move-which =
    Which evening is to move?
date-move-unclear =
    I can't tell to when it is to move, so all stays as it was. Try <code>/date move 26 December 19:00</code>, <code>/date move saturday</code> or <code>/date move 20:30</code>.
date-none-to-move =
    No evening is set that could move. A new one is set with <code>/date fri 19:30</code>.
date-either =
    That can be read in two ways. Which one do you mean?
# "firday": its name was spelt nearly so.
date-nearly =
    Did you mean { $day }?
# Of days without an hour, and of a week or a weekend that was named.
date-which-of-these =
    Which of these days?
# Typed on a Friday: each Friday.
date-from-week =
    That is <b>every { $weekday }</b>. From which day on?
date-from-fortnight =
    That is <b>every other { $weekday }</b>. From which day on?

date-unclear =
    I can't find a day and an hour in that. Try <code>/date fri 19:30</code>, <code>/date 24 December 18:00</code> or <code>/date tomorrow 8pm dinner at the harbour</code>.
date-unsure =
    I am not sure which day or hour you mean, so I have set nothing. Try <code>/date fri 19:30</code> or <code>/date 24 December 18:00 dinner</code>. A title that speaks of days can stand in quotes: <code>/date fri 19:30 "The Longest Day"</code>.
date-every-what =
    I understand every week or every other week on a day, like <code>/date every friday 19:30</code> or <code>/date every other sunday 11:00</code>. It goes on until you end it.
date-no-such-day =
    That day is not in the calendar. Try <code>/date 24 December 18:00</code>, or choose one.
date-no-such-hour =
    That hour is not on the clock. Try <code>/date fri 19:30</code> or <code>/date fri 7pm</code>.
date-past =
    That time has passed. Try one that is ahead, like <code>/date fri 19:30</code>.
date-other-clock =
    I read hours by your clock here, which is that of { $city }, and I don't convert from another one. Nothing is set. Please send the hour as it is in { $city }, like <code>/date fri 19:30</code>. A title can stand in quotes: <code>/date fri 19:30 "Tokyo time"</code>.
date-other-wish =
    That sounds like calling off or changing an evening, so I have set nothing. /dates shows what is coming; tap an evening to call it off or to move it. A title can stand in quotes: <code>/date fri 19:30 "Cancel culture"</code>.
date-none-to-change =
    No evening is set, so there is nothing to call off or to change. A title can stand in quotes: <code>/date fri 19:30 "Cancel culture"</code>.
date-skipped =
    The clocks change that night and leave this hour out. Any other hour will do.
date-too-far =
    That is more than a year away. Please choose a day that is nearer.

alert-date-past = That time has passed. Please choose one that is ahead.
alert-date-skipped = The clocks change that night and leave this hour out. Any other hour will do.
alert-date-too-far = That is more than a year away. Please choose a day that is nearer.
alert-date-gone-by = That is no longer open. /date begins again, /dates shows what is coming.
alert-three-are-here = Three new ones are here already.
alert-ideas-are-newer = These ideas are newer than the ones you saw. Have a look at them.
alert-called-off-already = It is called off already.
alert-ended-already = It has ended already.
alert-evenings-full = Twenty evenings are set, as many as I can hold. /dates shows them; call one off to make room.
alert-evenings-enough = That is enough setting and moving for one day. Nothing is lost: the evenings stay as they are, and tomorrow you can go on.
alert-evening-there = Another evening is set for that time already, so this one stays where it is. Please choose another time.
alert-evening-changed = This evening has changed in the meantime. /dates shows it as it is now.

button-choose-day = Choose a day
button-tomorrow = Tomorrow
button-that-day = Yes, { $day }
button-date-other-day = Another day

## An evening

evening-set = <b>Your evening is set</b>
evening-set-already = <b>This evening is set already</b>
evening-moved = <b>Your evening has moved</b>
evening-swapped =
    The planning of this evening has changed hands.
evening-off =
    <b>This evening is called off.</b> Another one will come.
evening-back =
    <b>Your evening is back, as it was</b>
evening-below =
    Done. See below.
evening-gone =
    That evening is no longer set. /dates shows what is coming.
evening-when = <b>{ $date }, { $time }</b>
evening-when-second = By the other clock: { $date }, { $time } ({ $city }).
evening-every-week = One of your regular evenings, every week.
evening-every-fortnight = One of your regular evenings, every other week.
evening-title = <b>{ $title }</b>
evening-open =
    What to do can come later. I bring three ideas a few days before, or when you tap.
# None come by themselves any more.
evening-open-near =
    What to do can come later. Tap <b>Three ideas</b> whenever you like.
evening-title-later = Its title follows when both of you are in.
evening-held = One of you is in. <b>I'm in</b> is for the other.
evening-firm = You are both in.
evening-change =
    What would you like to change?
regular-resting =
    <b>Your regular evening is set</b>

    It begins when your rest is over. /resume ends the rest sooner.
# Within a sentence, and on a button.
regular-rule-week = every { $weekday }, { $time }
regular-rule-fortnight = every other { $weekday }, { $time }
day-taken =
    There is an evening on { $date } already, at { $time }. What shall become of the new one?
regular-there =
    There is a regular evening already: { $rule }. Put the new one in its place?
regular-kept =
    All stays as it was: { $rule }.
regular-in-place =
    It takes the place of the regular evening that you had: { $rule }.
regular-ended =
    <b>Your regular evening has ended:</b> { $rule }. /date sets a new one when you like.
regular-ended-with =
    No longer set:
    { $evenings }
regular-back =
    <b>Your regular evening is back, as it was:</b> { $rule }
evening-replaced =
    This evening is no longer set: another regular evening took its place.

alert-undo-not-yours = Only the one who tapped it can undo it.
alert-in-already = You are in already. This button is for the other one now.
alert-both-are-in = You are both in.
alert-you-plan = You plan this evening. "Swap who plans" hands it over.
alert-partner-plans = Your partner plans this evening. "Swap who plans" hands it over.

button-in = I'm in
button-file = Calendar file
button-change = Change
button-move = Move it
button-ideas-other = Other ideas
button-who-plans = Who plans?
button-swap = Swap who plans
button-call-off = Call it off
button-undo = Undo
button-skip = Skip this one
button-end-regular = End regular evening
button-move-to = Move it to { $time }
button-set-both = Set both
button-leave-it = Leave it
button-regular-yes = Yes, { $rule }
button-regular-keep = Keep { $rule }
button-dates = What is coming

## Reminders

reminder = <b>Your evening is { $when }</b>
reminder-late = <b>Your evening is { $when }.</b> This reminder is later than you asked; I was held up.
date-leads =
    When would you like to be reminded of an evening? Tap to choose or to leave out. In your quiet hours I stay quiet.

button-leads = Reminders
button-lead-day = The day before
button-lead-five = Five hours ahead
button-lead-two = Two hours ahead

## The morning after

after = <b>Good morning, you two.</b> How was your evening?
# The same, when it is asked later in the day.
after-later = <b>Hello again, you two.</b> How was your evening?
after-idea = It was: { $title }.
after-how =
    Would you like it again some time? Tap for yourself: I only use it to choose ideas. If it did not happen, that is fine; <b>We moved it</b> finds another day.
after-moved =
    Moved, then. The evening keeps what you planned.
alert-after = Thank you. Only you see this.

button-after-loved = Loved it
button-after-fine = It was fine
button-after-not-for-us = Not for us
button-after-moved = We moved it

## What is coming and what was

dates-ahead =
    <b>Coming</b>
    { $lines }
dates-none-ahead =
    No evening is set at the moment.
dates-past =
    <b>Past</b>
    { $lines }
dates-lines =
    { $above }
    { $below }
dates-line = { $when }
dates-line-what = { $when }: { $what }
dates-regular-week = Every week on { $weekday } at { $time }.
dates-regular-fortnight = Every other week on { $weekday } at { $time }.
dates-weekly = Three ideas come by themselves each { $weekday } at { $time }.
dates-weekly-off = Ideas come when you ask for them.
dates-weekly-day =
    On which day would you like three ideas?
dates-weekly-hour =
    And at what hour?
alert-no-evenings = There is no evening to put into a file yet. /date sets one.

button-weekly = Weekly ideas
button-weekly-off = Only when we ask
button-whole-file = Whole calendar

## In a calendar

calendar-evening = An evening for two
calendar-titled = { $title }
calendar-idea =
    { $how }

    Easier: { $access }
calendar-one =
    Open this file to put the evening into your calendar. If it moves, I send a new one that takes its place.
calendar-all =
    All your evenings. Opening this again later brings the calendar up to date.
# These two follow by themselves, after whatever moved or took away an evening whose file was given.
calendar-changed =
    { $count ->
        [one] For your calendar: the evening as it stands now.
       *[other] For your calendar: these evenings as they stand now.
    }
calendar-called-off =
    { $count ->
        [one] For your calendar: this takes the evening out again.
       *[other] For your calendar: this takes these evenings out again.
    }
calendar-file-evening = evening.ics
calendar-file-all = evenings.ics

## Rest

resting-evenings =
    Evenings that you set yourselves stay, with their reminders. The weekly ideas rest too.
resting-evenings-regular =
    Evenings that you set yourselves stay, with their reminders. The weekly ideas and your regular evening rest too.

## Days, briefly

weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec

## Command menus

command-date = Ideas for an evening, or set one
command-dates = Your evenings, coming and past
