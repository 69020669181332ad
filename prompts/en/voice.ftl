# The bot's own voice: warm, brief, plain. Telegram's HTML is allowed in messages (<b>, <i>, <code>), not in
# buttons (button-…, at most 20 characters) nor in answers to taps (alert-…, at most 200 characters).

## Coming into a group

greeting =
    Hello, you two. I bring a small card a day, ideas for an evening, and talks in which you take turns.
greeting-kept =
    I keep none of your words but the name of an evening. Telegram, and whoever runs me, could read what you send me.
greeting-privacy =
    I don't keep what you write, except the name you may give an evening; I delete it thirty days after. I see commands, taps and replies to me, nothing else you write here. Telegram is not end-to-end encrypted with bots, so Telegram and whoever runs me could technically read what is sent to me.
greeting-how =
    For two adults who want to be here. We begin when each of you has tapped <b>I'm in</b>.
greeting-waits =
    One of you is in. We begin when the other has tapped <b>I'm in</b>, too.
greeting-both =
    You are both in.
greeted-enough =
    My greeting is above, with its button. When each of you has tapped <b>I'm in</b>, we begin.
taken-back =
    Taken back. We begin when each of you has tapped <b>I'm in</b> under my greeting.
first-both-in =
    This opens once both of you are in.
paired =
    <b>You are both here.</b> Three small choices, then you are set. You can change them at any time with /settings.
back-again =
    I'm back, and everything is as you left it.
someone-joined =
    Someone new is in this group and can read along. Cards still come, those that anyone may read; only the two of you can use them.
someone-reads-along =
    Someone else can read along here. Until it is just the two of you, I keep to what anyone may read.
held-back =
    Someone else can read along here, so I left that in its place. Ask once more for what anyone may read.
talk-waits-for-two =
    That talk waits until it is just the two of you here.
# One of the two left the group; that one may be reading it still.
one-went =
    Everything here rests until both of you are here again.
both-here-again =
    You are both here again. /resume brings the cards back.
nothing-to-leave =
    There is nothing to leave here.
closed =
    This space is closed. Thank you for the time in it.
# Between a leave in private and the hour at which the group hears of it.
space-rests =
    Everything here rests today.
leave-ask-group =
    Shall I close this space, for both of you? What I know of the two of you is deleted at once: the cards you kept, your evenings, your settings. What was written in Telegram stays there until you delete it. The two of you could begin anew after a week.
stayed =
    It stays open.

alert-you-are-in = You're in. It begins when two of you have tapped. /leave takes it back.
alert-both-in = You are both in.
alert-first-both-in = First each of you taps "I'm in". Then this opens.
alert-not-two-yet = More than two people are in this group, so I can't tell who the two are. When it is just the two of you, tap "I'm in" again.
alert-you-are-in-from = You're in. With somebody whose space with you was closed, you can begin anew from { $date }: then both of you tap again.
alert-apart = A space that you two had is closed. You can begin anew from { $date }: then both of you tap again.
alert-for-two = This belongs to two people in this group, so only they can use it. You can add me to a group of your own.
alert-anonymous = I can't tell who is tapping. Please use your own account, not an anonymous one.
alert-seen-again = You left this group, so this does nothing yet. When you are back, send /help there first.
alert-waits-for-both = This rests until both of you are in this group again. To close this space instead: /leave.
alert-old-button = This button is from an earlier day. /help shows what works now.
for-two =
    Two people share me in this group, so only they can use me here. You are welcome to add me to a group of your own.
anonymous =
    I can't tell who is writing. Please switch off "remain anonymous" for a moment and send it again.
# Under a command that was edited.
command-edited =
    I read a message once, when it is sent. To change something, send it again.
unknown-command =
    I don't know that one. /help shows what I can do.
unknown-command-near =
    I don't know that one. Did you mean /{ $command }?
too-long =
    That is more than I can read at once. Please send it again in a few words.

## Cards

card-head = <b>{ $family }</b> · { $mode }
card-text = { $text }
card-cue = <i>For the one who listens:</i> { $cue }
card-says = <i>You could say:</i> “{ $line }”
card-put-aside =
    Another day, then.
# Said once, below a card, where nobody has tapped for two weeks.
slowed =
    <i>Quiet is fine. From now on I come once a week. The next tap brings all of it back.</i>
no-card =
    I have no fitting card at the moment. There will be others.
kept-title =
    { $count ->
        [one] <b>One card you kept</b>
       *[other] <b>{ $count } cards you kept</b>
    }
kept-card = { $number }. { $text }
kept-none =
    No cards kept yet. Tap <b>Keep</b> under one that you would like to find again.

alert-card-is-newer = A new card is here already.
alert-card-gone-by = That card is from earlier. /card brings a new one.
alert-kept = Kept. /kept shows it again. A second tap takes it back.
alert-kept-no-more = Taken back. It is not kept.
alert-undo-over = That can't be undone any more. /card brings a new one.
alert-kept-already = This one is kept already. /kept shows it.
alert-kept-full = You have kept 200 cards, as many as I can hold. This one stays where it is in the chat.

button-another = Another one
button-not-today = Not today
button-keep = Keep
button-card-now = A first card now
button-talk-first = A talk in turns
button-evening-first-door = An evening for two
button-newer = Newer
button-older = Older

## Settling in, and /settings

choose-region =
    Where do you live? It tells me your time zone, so that cards come at your hour.
choose-city =
    Which city has the same time as you? If yours is not here, send <code>/settings zone</code> and its name, like <code>/settings zone Lisbon</code>.
choose-hour =
    At what hour would you like your card? It is { $now } in { $city } now. For another hour: <code>/settings hour 20:15</code>.
choose-pace =
    How often? Either of you can slow it down at any time; speeding it up takes both.
choose-day =
    On which day?
choose-quiet =
    When would you like me to be quiet? For other hours: <code>/settings quiet 23:00 7:00</code>, or <code>/settings quiet none</code>.
settled =
    <b>That's it.</b> You are set.
settled-doors =
    You don't have to wait for it. There is a card now, a talk in turns, an evening to plan, and a private corner for each of you.
settings-in-words =
    In words, too: <code>/settings words</code> shows how.
settings-lines = { $lines }
settings-besides-both =
    { $weekday }: ideas for an evening. Saturday: a small thought. Each in place of a card.
settings-besides-ideas =
    Ideas for an evening come on { $weekday }, in place of a card.
settings-besides-thought =
    A small thought comes on Saturday, in place of a card.
settings-typed =
    In words: <code>/settings zone Lisbon</code>, <code>hour 20:15</code>, <code>pace weekly</code>, <code>day friday</code>, <code>quiet 23:00 7:00</code>, <code>apart</code> or <code>together</code>, <code>tellings off</code>. Days that you keep: <code>/settings anniversary 12 May</code>, <code>birthday 3 March</code>, <code>celebrate 25 December</code>. If one of you lives in another time zone, that person sends <code>/settings mine Tokyo</code>. In a group with topics, <code>/settings here</code> brings the cards to the topic where you send it.
settings-unknown =
    I understand <code>/settings</code> alone, or with one of these after it: <code>zone Lisbon</code>, <code>mine Tokyo</code>, <code>hour 20:15</code>, <code>pace daily</code>, <code>day friday</code>, <code>quiet 23:00 7:00</code>, <code>apart</code>, <code>tellings off</code>, <code>anniversary 12 May</code>, <code>birthday 3 March</code>, <code>celebrate 25 December</code>, <code>here</code>.
settings-here =
    From now on the cards come here.
settings-zone = Your clock: { $city }, { $now } now.
settings-second-zone = One of you lives by another clock: { $city }, { $now } now.
# Where a place was typed behind it.
settings-apart-where =
    If one of you lives by another clock, that person sends <code>/settings mine</code> with a city, like <code>/settings mine Tokyo</code>.
settings-mine-same =
    In { $city } it is the same time as by your clock here, so there is only one clock.
# Both said that they live by another clock.
settings-mine-replaced =
    Beside your clock here I can hold one other. This one took the place of { $city }. Is the clock here no longer that of either of you? <code>/settings zone</code> changes it.
settings-apart = You live apart: no cards that need one room.
quiet = Quiet from { $from } to { $to }.
quiet-none = No quiet hours.

rhythm-daily = A card each day at <b>{ $hour }</b>.
rhythm-weekdays = A card from Monday to Friday at <b>{ $hour }</b>.
rhythm-three = A card on Monday, Wednesday and Friday at <b>{ $hour }</b>.
rhythm-weekly = A card each { $weekday } at <b>{ $hour }</b>.

zone-near =
    I can't find that place. Did you mean one of these?
zone-several =
    More than one place has that name. Which one is yours?
zone-letters =
    That is the name of a clock. I need a place, so that I know about summer and winter time. Does one of these have your time? If not, send a city, like <code>/settings zone Lisbon</code>.
zone-unknown =
    I can't find that place. Try the nearest large city, like <code>/settings zone Lisbon</code>, or a name like <code>Europe/Lisbon</code>.
hour-unclear =
    Please send the hour like this: <code>/settings hour 20:15</code>.
pace-unclear =
    Please send one of these: <code>/settings pace daily</code>, <code>weekdays</code>, <code>three</code> or <code>weekly</code>.
day-unclear =
    Please send the day like this: <code>/settings day friday</code>.
quiet-unclear =
    Please send two hours, like <code>/settings quiet 23:00 7:00</code>, or <code>/settings quiet none</code>.
faster-wished =
    One of you would like this: { $rhythm } That takes both of you. The other can say yes here. If not, all stays as it is.
faster-takes-both =
    Noted. A faster pace takes both of you: it changes when each has asked for it.

alert-faster-takes-both = Noted. A faster pace takes both of you: it changes when each has tapped it.
alert-night-takes-both = Noted. What comes between 23:00 and 6:00 takes both of you: it changes when each of you has chosen the same.
alert-hour-quiet = That hour is in your quiet hours. Choose another, or change the quiet hours first.
alert-quiet-covers-hour = Your card comes in those hours. Choose others, or change the card's hour first.

button-plain = { $label }
button-back = Back
button-done = Done
button-zone = City
button-hour = Hour
button-pace = Pace
button-quiet = Quiet hours
button-one-zone = One clock for both
button-living-apart = We live apart
button-living-together = We live together
button-pace-daily = Every day
button-pace-weekdays = Monday to Friday
button-pace-three = Three a week
button-pace-weekly = Once a week

region-europe = Europe
region-north-america = North America
region-south-america = South America
region-asia = Asia
region-africa = Africa
region-oceania = Oceania

## Rest

choose-rest =
    How long would you like the cards to rest? To name a day: <code>/pause until 24 December</code>.
resting-until =
    Cards are resting until { $date }. /resume brings them back sooner.
resting-until-resumed =
    Cards are resting. /resume brings them back.
resumed =
    The cards are back. { $rhythm }
not-resting =
    The cards are not resting. { $rhythm }
pause-unclear =
    I can't find a day in that. Try <code>/pause until 24 December</code>, <code>/pause until friday</code>, or <code>/pause</code> alone for buttons.
pause-past =
    That day is here already, or past. Try <code>/pause until 24 December</code>, or <code>/pause</code> alone for buttons.
pause-too-long =
    That is more than a year away. For a rest that long, send <code>/pause</code> and choose <b>Until we say so</b>.

button-rest-week = A week
button-rest-fortnight = Two weeks
button-rest-open = Until we say so
button-rest-none = No rest
button-resume = Bring the cards back

## Help

help =
    <b>What I can do here</b>
    /card: a card now. /add: one of your own
    /kept: those you kept. /about: the idea
    /listen: a talk in turns, step by step
    /date: ideas for an evening, or set one
    /dates: your evenings and reminders
    /path: cards that lead somewhere
    /pause: let the cards rest
    /resume: the cards again, or a parked talk
    /settings: city, hour, pace, quiet hours

    <b>Another one</b> changes a card, <b>Not today</b> puts it away, <b>Keep</b> keeps it. Skipping is fine, any day.

    To close this space for both: <code>/leave</code>.
help-unpaired =
    I bring cards for two people. When each of you has tapped <b>I'm in</b> under my greeting, we begin. /start shows the greeting again, /about tells the idea behind it.

button-join = I'm in
button-corner = Your private corner
button-invite = Add me to your group
button-about = What is this?

## The private corner

corner-hello =
    Hello. I bring small cards to two people who share a group.
corner-how =
    Make a group with the one you love and add me to it. When each of you has tapped <b>I'm in</b>, we begin.
corner-open =
    This is your private corner. Only you and I are here. Cards come in your group; what is for you alone will come here. /help shows what I can do here.
corner-help =
    Cards, talks and evenings are in your group: send /help there. Here, /add takes a card of your own and /kept shows those you added; /settings has two doors and topics to leave out, which only you see; /about tells the idea behind it, and /leave closes a group's space: the group then sees one closing line, without a name.
corner-spoke =
    I keep no words, so I have not kept these. If a question above has buttons, tap one of them. /help shows what I can do here.
corner-in-your-group =
    That one works in the group you share. Send it there.
corner-unknown-command =
    I don't know that one. /help shows what I can do here.
corner-left =
    Done. That space is closed. What I knew of it is deleted; older copies on the machine I run on disappear some time later. The group sees one closing line, without a name, when your card would have come. Until then everything there rests. What was written in Telegram stays there until you delete it.

    In a week the two of you could begin anew, if both tap <b>I'm in</b>. If you don't want that, tap below. Nobody is told.
refused =
    Noted. With this person I don't make you two again, even if you both tap. It looks as if you had not tapped, and nobody is told. <b>See my data</b> has a button that takes this back.
not-us =
    Undone. Nothing of it is kept, and nothing is said of it in the group. There, /start begins anew.
corner-young =
    Was the wrong person quicker, or was a tap a mistake? For a day after you became two, <b>That's not us</b> undoes it. Nobody is told.
alert-let-all-in = Done. Whoever shares a group with you can become two with you again, if you tap as well.
corner-leave-which =
    Which one would you like to leave?
button-refuse = Not with them again
button-let-all-in = Take refusals back
button-not-us = That's not us
button-stay = Keep it open
button-since = Since { $date }

## Topics that stay away, in private

corner-topics =
    <b>Topics to leave out.</b> Cards and ideas for an evening that touch them won't come to your group. Your partner doesn't see what you tap, and nobody is told why a card stays away. Tap a topic: I say how it stands, and you can leave it out or let it in.
corner-topic =
    <b>{ $topic }:</b> leave it out, or let it come?

topic-in = { $topic }
topic-childhood_off = Childhood
topic-family_off = Family
topic-money_off = Money
topic-future_off = The future
topic-body_off = Bodies
topic-touch_off = Touch
topic-grief = Loss

button-topics = Leave topics out
button-leave-out = Leave it out
button-let-in = Let it in
alert-topic-out = { $topic } is left out. Only you see this.
alert-topic-in = { $topic } may come. Only you see this.
button-doors = Open doors

## Days

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Command menus

command-card = A card now
command-kept = The cards you kept
command-pause = Let the cards rest
command-resume = Bring the cards back
command-settings = City, hour, pace, quiet hours
command-about = The idea behind it
command-help = What I can do
command-leave = Close this space for both
