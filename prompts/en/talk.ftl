# What is said around the conversations; their own words are in conversations/. Telegram's HTML is allowed in
# messages, not in buttons nor in answers to taps (alert-…).

person-unknown = one of you

## /listen

listen-title =
    <b>A talk in turns.</b> One speaks, the other says it back, then you swap. Which one suits you?
listen-line = <b>{ $title }</b> · { $minutes } min
listen-lines = { $lines }
listen-chosen =
    You chose <b>{ $title }</b>. See below.
listen-chosen-alone =
    A talk is chosen. See below.
listen-none =
    No talk fits just now. Some need a little time between them, or an earlier hour. Try again tomorrow.
listen-weekly =
    Each { $weekday } at { $time } I invite you to <b>{ $title }</b>. To end that: <code>/listen { $script } off</code>.
listen-no-weekly =
    <b>{ $title }</b> can come each week by itself.
listen-doors =
    A heavier talk, or one about closeness, asks each of you alone first.
listen-parked =
    A talk is parked. /resume takes it up where it was.
listen-asked =
    A question stands above. Its own button here shows it again; any other talk takes its place.
listen-not-now =
    That talk doesn't fit just now. /listen shows what does.
weekly-set =
    Each { $weekday } at { $time } I'll invite you both. The first time is { $when }. To end that: <code>/listen { $script } off</code>.
weekly-day =
    On which day would you like <b>{ $title }</b> each week?
weekly-hour =
    Each { $weekday }, at what hour? For another hour: <code>/listen { $script } every { $weekday } 18:30</code>.
# Once, when it was not begun for three weeks.
weekly-untaken =
    This talk can come on another day or hour, or only when you ask. For another: <code>/listen { $script } every sunday 18:00</code>. To end it: <code>/listen { $script } off</code>.
weekly-gone =
    It no longer comes by itself. /listen has it whenever you like.
weekly-none =
    That one doesn't come by itself. /listen shows what there is.
weekly-unclear =
    Please send it like this: <code>/listen state every sunday 18:00</code>. <b>State of us</b> is the one that can come each week.

alert-talks-enough = That is enough asking for one day. Tomorrow /listen asks again; what is under way goes on.
alert-listen-not-now = That talk doesn't fit just now. /listen shows what does.
alert-talk-is-on = A talk is under way already. /listen shows it again.

## The invitation

talk-invited =
    { $asker } would like to take turns: <b>{ $title }</b>, about { $minutes } minutes.
    <i>{ $line }</i>

    Is there a good time? The one who is asked chooses.
talk-invited-weekly =
    It is time for <b>{ $title }</b>, about { $minutes } minutes, as you set it.
    <i>{ $line }</i>

    Does it suit you now?
talk-invited-both =
    A question for each of you alone:
    <tg-spoiler><b>{ $title }</b>, about { $minutes } minutes. { $line }</tg-spoiler>

    Would you like this talk today? Nobody else sees what you tap. It begins as soon as both of you have said yes. If not, it closes after a day, and nobody is told why.
talk-asked =
    <b>{ $title }</b>, about { $minutes } minutes.
    <i>{ $line }</i>

    Would you like this talk today? Nobody else sees what you tap. It begins in your group as soon as both of you have said yes. If not, it closes after a day, and nobody is told why.
talk-asked-over =
    That question is over. /listen in your group shows what there is.
talk-caution = { $caution }
talk-another-day =
    Another day suits better. /listen whenever you like.
talk-closed =
    This one has closed. There will be another time.
talk-ways =
    How would you like to talk? Each of you taps one. If you choose differently, we go slowly.

    <b>In one room:</b> you talk, I show the steps.
    <b>Here and now:</b> you write or send voice messages.
    <b>Slowly:</b> the same, with up to a day for each step.

# A talk that begins with a question about right now.
talk-ways-today =
    How would you like to talk? Each of you taps one. If you choose differently, you write.

    <b>In one room:</b> you talk, I show the steps.
    <b>Here and now:</b> you write or send voice messages.

# To two who live in two places.
talk-ways-apart =
    On a call, choose <b>In one room</b>: you talk, I show the steps.

button-talk-weekly = Each week
button-talk-weekly-off = End the weekly one

button-now = Now is good
button-later = In { $hours ->
    [one] an hour
   *[other] { $hours } hours
 }
button-another-day = Another day
button-not-this = Not this one
button-talk-yes = I'd like that
button-way-room = In one room
button-way-here = Here and now
button-way-slow = Slowly

alert-talk-for-the-other = The one you asked chooses here. Stop takes the question back.
alert-talk-asked = Noted. Only you see this. You can change it until the talk begins or the question closes.
alert-talk-closes-by-itself = All right. It closes by itself; nobody sees this tap.

## A step

talk-title = <b>{ $title }</b>
talk-behind-door = A talk for the two of you
talk-head = Step { $step } of { $steps }
# Behind whose turn it is; a side step has no number, and nothing stands there.
talk-step = { " " }· step { $step } of { $steps }
talk-head-speaks =
    <b>{ $speaker } speaks</b>{ $at }
talk-head-taps =
    <b>{ $actor } chooses below</b>{ $at }
talk-head-listener =
    <b>{ $actor } answers</b> · { $speaker } keeps the floor{ $at }
talk-text = { $text }
# In the place of the step's own words, when the listener tapped "Hear it again".
talk-once-more =
    It would help to hear it once more: the same again, or the part that matters most.
talk-opener = <i>{ $opener }</i>
talk-guess = <i>A guess: { $guess }.</i>
talk-chosen = <i>Chosen: { $choice }</i>
talk-rich =
    There was a lot in that. Pick the part that stood out; { $speaker } can add more.
# Under a private question: the hour, or a day with its hour.
talk-time-until = <i>There is time until { $until }.</i>
# To words, where a step has buttons.
talk-by-button =
    For this one, tap one of the buttons above.
# These stand once a talk, at its first words, or where the first turn on the floor begins; "About …" at each step that is
# said aloud.
talk-how-first = <i>At each step, reply to my message: text, voice or a picture. If you said it another way, tap Done.</i>
talk-how-all = <i>At each step, reply to my message: text, voice or a picture. Here several messages are fine; then tap That's all.</i>
talk-how-several = <i>Several messages are fine. Then tap That's all.</i>
# Where the first words are said; the questions before them have a shorter time.
talk-how-slow = <i>We go slowly: there is up to a day for each step.</i>
talk-how-room = <i>Say it aloud, then tap Done.</i>
talk-how-long = <i>About { $minutes } min, until { $until }.</i>
talk-stems =
    <i>Ways to start, if you like:</i>
    { $stems }
talk-stem = <code>{ $stem }</code>

button-thats-all = That's all
button-talk-done = Done
button-stems = Need a start
# The step once more, below what was said since.
button-again = Show it again
# Goes back to the speaker's turn.
button-hear-again = Hear it again
button-talk-skip = Skip
button-thats-it = That's it
button-almost = Almost
button-more = There's more
button-talk-pause = Pause
button-stop = Stop

alert-talk-not-your-turn = Just now it is your partner's turn. Pause and Stop work for both of you, at any time.
alert-talk-gone-by = That step is over. /listen shows where you are.
alert-talk-parked = That talk is parked. /resume takes it up.
alert-talk-noted = Noted.
alert-talk-longer-only = The one who asked for the break decides how short it is. You can make it longer, or tap "I'm back".
alert-talk-private = Noted, for you alone. You can change it.
# What a script says to one of them, alone.
alert-talk-text = { $text }

whisper-hold-that-thought =
    Hold that thought; your turn is coming. A word on paper can help.
whisper-take-your-time =
    Take your time. If you'd like a break, tap Pause.

## Breaks

talk-paused = Pause until { $time }.
talk-paused-until = Pause until { $when }.
talk-no-rehearsing =
    Until then, leave the talk alone: walk, breathe slowly, wash a cup, listen to music.
talk-many-pauses =
    This is a lot for one day. Another day is fine too.
talk-later = Then at { $time }. We begin sooner if both of you tap <b>Now is good</b>.
talk-later-now =
    Here is the time you chose. Is it still good? When both have tapped, we begin.
talk-returning =
    Welcome back. Are you calm enough to go on? We go on when both have tapped.
# Where there is a turn to begin anew.
talk-returning-over =
    <b>That turn again</b> starts the turn over, if both of you choose it.
talk-parked =
    Parked for now. /resume takes it up within a week, or you let it go.
talk-stopped =
    We'll stop here. Stopping is fine, at any step.
# The same, while the one who tapped it can take it back.
talk-stopped-undo =
    If that was a mistake, the one who tapped <b>Stop</b> can undo it for five minutes.
talk-stop-undone =
    This talk goes on below.
talk-was-away =
    I was away for a bit. Nothing is lost, and there is time.
# After the bot was away, below "I'm back".
talk-waits-parked =
    The talk that was under way is parked. /resume takes it up.
talk-put-away =
    The talk that was parked is let go.
talk-asked-already =
    That question stands above already. There is time.
talk-lost =
    The words of this talk have changed, so it is parked for now. /listen shows what there is.

button-pause = { $minutes } min
button-pause-day = Tomorrow
button-back-now = I'm back
button-go-on = Steady, go on
button-over = That turn again
button-talk-enough = Enough for today

## The day after, in private

after-closed = A small question, only for you.
after-question =
    How did your last talk leave you? I answer, and don't keep what you tap.
felt-closer = Good. Let it be a plain, easy day.
felt-fine = Good to hear. Nothing more is needed.
felt-tender =
    It is often tender after an honest talk. Be kind to yourself today.
felt-not-good =
    Thank you for telling me; it stays here. Would a lighter week help? Then only easy cards come. If talks like these leave you afraid, or are not safe: <b>Support</b> has people who know this well.
felt-skip = That's fine.
after-lighter =
    Done. For a week only easy cards come. Nobody is told.

button-open = Open
button-felt-closer = Closer
button-felt-fine = OK
button-felt-tender = Tender
button-felt-not-good = Not good
button-felt-skip = Skip
button-lighter = A lighter week

## Doors, in private

corner-doors =
    <b>Behind two doors.</b> Deeper cards come to your group only when both of you have opened the same door here. Your partner doesn't see what you tap, and this screen looks the same however the doors stand.

    Heavier talks, and the one about closeness, need no open door: each time, I ask each of you alone.
corner-doors-each =
    Tap a door. I say how it stands on your side, and you can open or close it.
corner-doors-which =
    You are in more than one group. Which one is it about? Each has doors of its own.
corner-doors-none =
    They are there once you are one of two in a group.
corner-doors-heavy =
    <b>Heavier:</b> now and then a tender card comes among the others.
corner-doors-intimate =
    <b>Closeness:</b> now and then a card comes about bodies and being near. For adults. Hearing a wish is not saying yes to it.
corner-consent =
    <b>Before the door to closeness opens</b>

    Behind it are cards about bodies, touch and wishes. They are for adults, and only if you want them. An open door is not a yes to anything: you can pass over every card, and no is a whole answer.

    If you agree, I keep two things: that you agreed to this, and when. It says something about your intimate life, so I ask you in words. Close the door at any time, and I delete both. Nobody is told, either way.
corner-screen-closed =
    This screen is closed. /settings opens a new one.

button-door-heavy = Heavier
button-door-intimate = Closeness
button-door-open = Open this door
button-door-shut = Close this door
button-agree = I agree

alert-door = Noted. Only you see this.
alert-door-open = On your side this door is open. Only you see this.
alert-door-shut = On your side this door is closed. Only you see this.

## Menus

command-listen = Talk in turns, step by step
