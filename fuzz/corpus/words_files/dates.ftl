dates.ftl
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
offer-easy = easy
offer-new = new
offer-cheap = costs nothing
offer-other = and this
offer-how =
    Tap what you would enjoy, each for yourself; only you see it. When both of you have tapped <b>I've looked</b>, I propose one; { $when } at the latest.

idea =
    <b>{ $title }</b>
    { $how }
    <i>About { $minutes } minutes, { $cost }. Easier: { $access }</i>
idea-apart = <i>From two places:</i> { $apart }
idea-cost-free = free
idea-cost-small = a little money
idea-cost-moderate = some money

# In the place of the three.
offer-over =
    Of these three, one is proposed below.

proposal =
    <b>How about this one?</b>
proposal-for =
    <b>For { $date }, how about this one?</b> It is noted with your evening. You can still change it.

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
date-choose-hour-move =
    <b>{ $date }</b>, at what hour? For another hour: <code>/date move { $date } 19:45</code>.
date-move-which =
    Which evening is to move?
date-move-unclear =
    I can't tell to when it is to move, so all stays as it was. Try <code>/date move 26 December 19:00</code>, <code>/date move saturday</code> or <code>/date move 20:30</code>.
date-none-to-move =
    No evening is set that