voice.ftl
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
greeted-enough =
    My greeting is above, with its button. When each of you has tapped <b>I'm in</b>, we begin.
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
nothing-to-leave =
    There is nothing to leave here.
closed =
    This space is closed. Thank you for the time in it.
# Between a leave in private and the hour at which the group hears of it.
space-rests =
    Everything here rests today.
leave-ask-group =
    Shall I close this space, for both of you? What I know of the two of you is deleted at once: the cards you kept, your evenings, your settings. What was written in Telegram stays there until you delete it.
stayed =
    It stays open.

alert-you-are-in = You're in. It begins when two of you have tapped. /leave takes it back.
alert-both-in = You are both in.
alert-first-both-in = First each of you taps "I'm in". Then this opens.
alert-not-two-yet = More than two people are in this group, so I can't tell who the two are. When it is just the two of you, tap "I'm in" again.
alert-apart = A space that you two had is closed. You can begin anew from { $date }, if both of you tap.
alert-for-two = This belongs to two people in this group, so only they can use it. You can add me to a group of your own.
alert-anonymous = I can't tell who is tapping. Please use your own account, not an anonymous one.
alert-seen-again = You left this group, so this does nothing yet. When you are back, send /help there first.
alert-old-button = This button is from an earlier day. /help shows what works now.
for-two =
    Two people share me in this group, so only they can use me here. You are welcome to add me to a group of your own.
anonymous =
    I can't tell who is writing. Please switch off "remain anonymous" for a moment and send it again.
unknown-command =
    I don't know that one. /help shows what I can do