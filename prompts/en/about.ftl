# The pages behind /about. At most 900 characters each; Telegram's tags are fine.

button-about-ingredients = What feeds it
button-about-enemies = What wears it down
button-about-rests-on = What this rests on
button-about-limits = What I am and am not
button-about-back = Back
button-about-love-friendship = { family-love-friendship }
button-about-vulnerability = { family-vulnerability }
button-about-trust = { family-trust }
button-about-commitment = { family-commitment }
button-about-selfishness = { family-selfishness }
button-about-dishonesty = { family-dishonesty }
button-about-entitlement = { family-entitlement }
button-about-resentment = { family-resentment }

about-intro =
    <b>Nearer</b>

    To be close is to know someone well, and to let yourself be known: the good days, the odd corners, the parts that are still growing. It comes from small things, done often, by both.

    Four things feed it: love and friendship, vulnerability, trust, commitment.
    Four things wear it down: selfishness, dishonesty, entitlement, resentment. They visit most couples now and then. Each has an antidote, and the cards bring that.

    Talk, touch, daily life and plans are linked. Tend one of them, and the others often grow too.

about-ingredients =
    <b>What feeds closeness</b>

    <b>{ family-love-friendship }.</b> { family-love-friendship-line }
    <b>{ family-vulnerability }.</b> { family-vulnerability-line }
    <b>{ family-trust }.</b> { family-trust-line }
    <b>{ family-commitment }.</b> { family-commitment-line }

    They lean on each other. It is easier to open up where there is trust, and trust grows when an open word is met with care.

about-love-friendship =
    <b>{ family-love-friendship }</b>

    Love is easier to keep when the two of you also like each other's company. Friends ask what is new. They laugh at the same odd things, and they are glad about each other's good news.

    People keep changing, so there is more to find out, even after years. A few minutes of real interest on a plain day can do a lot. So can an evening that is only for the two of you.

    <i>The cards:</i> good news, shared jokes, old days worth retelling, tiny traditions.

about-vulnerability =
    <b>{ family-vulnerability }</b>

    It is a risk to show what is soft: a worry, a wish, a body, a thing you can't do. When that is met with care, it brings two people nearer than any clever talk could.

    Nobody opens up on command. A small piece is plenty, at your own pace, and keeping something to yourself is fine. The one who listens has half the work: to receive it without fixing it.

    <i>The cards:</i> a nervous moment, a half-done thing, a small ask for help.

about-trust =
    <b>{ family-trust }</b>

    Trust is what is left when many small promises were kept. You rely on someone, and they are there. You tell something, and it is safe with them. Then your shoulders drop, and more can be said.

    It grows slowly, and it can grow again. What helps is plain: say what you will do, do it, and say so early when you can't.

    <i>The cards:</i> tiny promises, thanks for what you can rely on, what helps on a hard day.

about-commitment =
    <b>{ family-commitment }</b>

    To know that the other will be there, on the dull days and the bad ones too, makes it safer to open up. When one person commits, the other often does as well.

    It shows less in big vows than in small choices: time kept free, a hard week shared, a plan made for both. Each stays free, and chooses again.

    <i>The cards:</i> the small choices you noticed, storms you got through, something to look forward to.

about-enemies =
    <b>What wears closeness down</b>

    Selfishness, dishonesty, entitlement and resentment. Nobody is made of them, and hardly anyone is free of them. So the cards are named after the way out:

    <b>Selfishness:</b> { family-selfishness }. { family-selfishness-line }
    <b>Dishonesty:</b> { family-dishonesty }. { family-dishonesty-line }
    <b>Entitlement:</b> { family-entitlement }. { family-entitlement-line }
    <b>Resentment:</b> { family-resentment }. { family-resentment-line }

    These cards are rare. They ask about yourself or about the two of you. They don't ask what is wrong with the other.

about-selfishness =
    <b>Selfishness</b>, and <b>{ family-selfishness }</b>

    When only one person's wishes count, the other grows quiet, or pulls away inside. It is rarely meant. Tired people mostly see their own side.

    The way out is to care about what the other wants as you care about what you want, and to hear the whole answer. It goes both ways: those who give and give are asked here for a wish of their own.

    <i>The cards:</i> one more question before you choose, noticing what the other gave up, half a step toward the middle.

about-dishonesty =
    <b>Dishonesty</b>, and <b>{ family-dishonesty }</b>

    You can only feel loved as you are if you are seen as you are. A polite "I'm fine" puts a thin wall between you. Many of them make a thick one.

    The way out is to make truth cheap: small, early, kind, and met with thanks. It begins with being honest with yourself. Privacy is not a lie, and nobody is asked for confessions here.

    <i>The cards:</i> your true mood in five words, the longer version of "fine", how you like to be told hard news.

about-entitlement =
    <b>Entitlement</b>, and <b>{ family-entitlement }</b>

    A gift that is expected stops being seen. Then it is counted, and closeness turns into trade. This is true of tea in the morning, and even more of touch and sex: nobody has a claim on another's body, and affection is not a coin.

    The way out is to ask, to be glad of a yes, and to take a no as news and not as an insult. Where a no is safe, a yes means something.

    <i>The cards:</i> turning what you expect into a real ask, a kind no, seeing a gift again.

about-resentment =
    <b>Resentment</b>, and <b>{ family-resentment }</b>

    A hurt that is not spoken of seldom goes away. It comes back as a sharp tone, a cold shoulder, or not caring any more.

    The way out is to say the little thing while it is little, softly, about yourself: what happened, how it was for you, what you would like. Naming your own part makes it easier for the other. Letting go takes its own time, and nobody is asked for it here.

    <i>The cards:</i> a crumb of annoyance, thanks for a try at peace, words that mean "new start".

about-rests-on =
    <b>What this rests on</b>

    Nearer is built on turn-taking, listening and gratitude exercises that researchers have studied. Some of what they saw, and what we made of it:

    Opening up brings people closer when the other understands and cares. So each card has a cue for the one who listens.
    Taking turns, one question at a time, did more than long speeches. So both answer.
    Small tasks on the phone brought people closer that day, and it faded soon. So: little, and often.
    New things done together, and joy over each other's good news, go with being glad of each other. So there are happy cards, and small new things to try.

    These studies were about other exercises, mostly with small groups of people. Nearer itself has not been tested. It makes no promise, and it can't tell how you two are doing.

about-limits =
    <b>What I am and am not</b>

    I bring cards, ideas for evenings and talks in turns. I'm a program. I'm not a therapist, a doctor or an emergency service, and I don't know what is right for the two of you.

    I'm made for adults who feel free and safe with each other. If you are afraid of someone close to you, you don't have to fix it with cards. Please talk to people who know this well.

    I keep your settings and opened doors, which cards came, your evenings and the ideas you liked, the step you are at, and message numbers. Of an answer in private I keep only message numbers, for three days. I don't keep what you write, except the name you give an evening; I delete it thirty days after.

    Still, chats with me are not end-to-end encrypted. Telegram, and whoever runs this bot, can technically see what is sent here. Keep very private things for when you are in one room, or on a call.
