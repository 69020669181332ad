# Cards that the two add themselves.

command-add = Add a card of your own
command-own-list = The cards you added

## Adding one

own-ask =
    { $person }, send your card as a reply to this message: a question, a small deed, a photo, a voice message. I bring it back here on one of the days to come.
own-ask-private =
    Send your card here: a question, a small deed, a photo, a voice message. I bring it to your group on one of the days to come. It says then that one of you two added it, not who. Until that day I say nothing about it.
# Where words stood behind the command.
own-words-behind =
    What you wrote behind <code>/add</code> is not added: please send it by itself.
own-placeholder = Your card
own-noted =
    It is with your cards now, and comes back on one of the days to come. I keep no words, only where it stands: if you delete it here, it does not come.
own-noted-private =
    I have it. It comes to your group on one of the days to come. I keep no words, only where it stands in this chat: if you change it here, the changed one comes. If you delete it, nothing comes.
own-not-this =
    I can't bring that one back here. A few words, a photo or a voice message will do, as a reply to the same message.
own-question-over =
    That message has done its work. /add takes another card.
own-full =
    You have added 30 cards here, as many as I can hold. To make room, send /kept in your private chat with me and take one back.
own-which-group = For which group is the card? You have been two there since:
own-no-group =
    Your own cards come in the group that the two of you share with me. /help shows how to begin.

## On its day

own-came =
    <i>Today's card is your own: one of you two added it.</i>
alert-own-not-yours = Only the one who added a card can take it back.

## One's own, in the private chat

own-list =
    { $count ->
        [one] <b>One card of your own</b>
       *[other] <b>{ $count } cards of your own</b>
    }. Tap one to see it or take it back.
own-none =
    You have no cards of your own here. /add takes one.
own-look =
    This is your card. If there is nothing above, it was deleted in Telegram, and does not come.
own-taken-back =
    Taken back. It is not among your cards any more.
button-own = { $number }. { $date }
button-own-list = My own cards

own-moved =
    Telegram has given this group a new address, and I can't find the cards any more that you added here. Those that you added in private still come, and /add takes new ones.
