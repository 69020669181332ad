# What is said in the private corner beside doors and topics, which are in voice.ftl. Telegram's HTML is allowed in
# messages, not in buttons.

## Support. In labels it is called nothing else: who looks over a shoulder learns nothing from the word.

support =
    <b>Support.</b> If you are afraid of someone close to you, or not safe, it is not because of you.
support-device =
    A phone only you look at is safer. I keep no note; these messages stay until deleted.
support-first =
    <b>In danger now ({ $country }):</b> { $number }
    { $lines }
support-danger-anywhere =
    <b>In danger now:</b> call the emergency number of the country you are in. From most mobile phones 112 reaches it.
support-short = <b>{ $name }:</b> { $reach }
support-short-hours = <b>{ $name }:</b> { $reach }, { $hours }
# The second page.
support-who =
    You don't have to solve it by talking better. These people know it well. They listen, and they don't tell you what to do.

    { $lines }
support-line = <b>{ $name }:</b> { $reach }. { $what }
support-line-hours = <b>{ $name }:</b> { $reach }, { $hours }. { $what }
# The third.
support-stop =
    <b>If you worry how you treat your partner</b>
    { $lines }
support-stop-none =
    <b>If you worry how you treat your partner:</b> there are people for that, too. A doctor can tell you who is near you.
support-stuck =
    For two who feel safe with each other and don't get any further: a licensed couple therapist or sex therapist. For pain, or a worry about the body: a doctor.
support-elsewhere = For other countries: { $reach }
support-worldwide =
    <b>For every country</b>
    { $lines }
support-which =
    Where are you? If your country is not here, choose <b>Somewhere else</b>.

button-support = Support
button-on = More
button-support-country = Another country
button-somewhere-else = Somewhere else

in-your-corner =
    That one works in your private corner, where only you see it.

command-support = People who can help

## The first time

arrival =
    Before we begin: three sentences, only for you. Nobody else sees this, and I don't keep what you tap.
arrival-sentences =
    I am free to say no to my partner, also about closeness.
    I am not afraid of how my partner reacts.
    Joining this was my own choice.
arrival-ask = Are all three true for you?
arrival-not-all =
    Thank you. Many people live with this. Where there is fear, talks about a quarrel or about closeness can make things harder, so I suggest leaving those out. They are off unless you open them here, and nobody can see what you opened. <b>Support</b> has people who understand this.
arrival-stop =
    You can also stop here. If you don't tap <b>I'm in</b> in the group, nothing begins. If it has begun, /leave here ends it: the group sees one closing line, without a name, as it would from anyone.

button-arrival-all = Yes to all
button-arrival-not-all = Not all
button-arrival-skip = Skip
button-arrival-on = Go on

## My data

mydata =
    <b>What I hold about you</b>
    In short; the file below has all of it, with your settings.
mydata-doors = <b>Doors that you opened:</b> { $doors }
mydata-no-doors = You have opened no door.
mydata-topics = <b>Topics that you leave out:</b> { $topics }
mydata-and = { $before }, { $after }
mydata-no-topics = You leave out no topic.
mydata-no-group =
    You are not one of two in any group. If you tapped <b>I'm in</b> where it is not yet two, I hold that tap as well, with the group.
mydata-group =
    <b>One of two since { $date }</b>
    { $lines }
mydata-cards =
    { $shown ->
        [0] No cards yet
        [one] One card came
       *[other] { $shown } cards came
    }, { $kept } kept.
mydata-evenings =
    { $count ->
        [0] No evenings yet.
        [one] One evening.
       *[other] { $count } evenings.
    }
mydata-talks =
    { $count ->
        [0] No talks yet.
        [one] One kind of talk, and when it was last over.
       *[other] { $count } kinds of talk, and when each was last over.
    }
mydata-own =
    { $count ->
        [one] One card that you added.
       *[other] { $count } cards that you added.
    }
mydata-not =
    What your partner set, tapped or left out in private is not in it, and I don't say whether there is any. What would give it away is left out too: how much each idea is liked, and whether a week is a light one.
mydata-names =
    Your name and your words I don't keep, except the names of evenings. I have your Telegram number instead of a name.
mydata-file = All that I hold about you. Keep it where only you can open it.
mydata-file-name = my-data.json

gate-heavy = Heavier
gate-intimate = Closeness

button-mydata = See my data

command-mydata = What I hold about you

## Leaving

leave-ask =
    Shall I close the space that the two of you share? It ends at once, for both. When your card would have come, the group sees one closing line, without a name and without a reason. The two of you could begin anew after a week.

button-leave = Leave quietly
button-leave-now = Yes, leave now
