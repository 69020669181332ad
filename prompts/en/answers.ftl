# Who starts a card, and answers in private that open together.

## On the card

card-starts = <i>{ $person } starts today.</i>
card-thanks = <i>{ $person } starts today. The one who is thanked says which part of it meant most.</i>
card-deed = <i>For both of you.</i>
card-deed-today = <i>For both of you, today.</i>
card-deed-tomorrow = <i>For both of you. Tomorrow evening is early enough.</i>
card-both-open =
    <i>You both start, each in private. Once both are done, the answers open here together. There is time until { $closes }.</i>
card-guess-opens =
    <i>You both start, in private: your own answer, and your guess of the other's. Once both are done, they open here together. There is time until { $closes }.</i>
card-guess-aloud = <i>First guess each other's answer, aloud. Then tell your own.</i>
card-by-choice = <i>You both start, each in private. Then you share yours or keep it.</i>
card-for-each-alone =
    Today's card is for each of you alone. It waits in your private chat with me.

button-answer = Answer in private

alert-answers-closed = This one is closed. /card brings a new one.

## In private

answer-question = { $text }
answer-how-together =
    <i>Send your answer here: words, a voice message, pictures, one message or several. It opens in the group once both of you are done. There is time until { $closes }.</i>
answer-how-choose =
    <i>Think it over, or send it here: words, a voice message, pictures. Nobody sees it unless you share it. There is time until { $closes }.</i>
answer-own-choice = <i>First your own answer.</i>
answer-guess-choice = <i>Now guess: what does { $person } answer? A wrong guess is part of the fun.</i>
answer-own-words = <i>First your own answer, in a few words. Your guess comes after it.</i>
answer-guess-words = Now guess: what does { $person } answer? A wrong guess is part of the fun.
answer-own-noted =
    I have your own answer. Now your guess.
answer-received =
    I have it. Is there more? Then send it. You can still edit it in this chat. If it is not to open, tap <i>Take it back</i>.
# Where a guess comes after one's own answer.
answer-then-guess =
    When that is all, tap <i>That's all</i>: then I ask for your guess. Without a guess nothing opens.
answer-opens =
    It opens in the group a few minutes after both of you have tapped <i>That's all</i>. There is time until { $closes }: if both of you have answered by then, it opens then.
answer-received-choose =
    I have it. You can share it with { $person }, or keep it.
# To words, where the question has buttons.
answer-by-button =
    For this one, tap one of the buttons above.
answer-full =
    I can show twenty messages. The first twenty count.
answer-to = <i>{ $text }</i>
answer-which =
    Which card is this for? Please send it as a reply to the question.
answer-done =
    That's all, then.
answer-noted =
    Noted. It opens in the group a few minutes after both of you are done.
answer-anew =
    Send it again, the way you want it. What you sent before no longer counts.
answer-taken-back =
    Taken back. Nothing of it opens.
answer-left-over =
    These answers did not open. Yours is still yours alone.
answer-left-over-half =
    These answers did not open: your guess was not there yet. Yours is still yours alone.
answer-left-over-until = You can share it until { $until }, or let it go.
answer-not-now =
    I can't show it in the group just now: somebody else could read along, or I can't write there.
answer-not-shared =
    It was not shown: somebody else can read along in the group. It is still yours alone.
answer-not-there =
    What you sent is no longer there, or it cannot be copied. Nothing of it opens.
answer-again-until = If you like, answer again. There is time until { $closes }.
answer-let-go =
    Gone from my memory. What stands in this chat is yours to keep or delete.
answer-kept =
    It stays with you.
answer-shared =
    Shared in your group.
# To words that come after the closing hour.
answer-too-late =
    If this is an answer: its question is over by now, so I have kept nothing. There will be other questions.
answer-over =
    This card is over. Nothing more happens here.
for-you-alone = <i>Just for you. Nothing is collected, and nobody asks.</i>

button-all-said = That's all
button-change-answer = Change it
button-take-back = Take it back
button-share = Share it
button-let-go = Let it go
button-keep-it = Keep it

answer-placeholder = Your answer

## In the group, once they open

answers-to = <i>{ $text }</i>
answers-of = <b>{ $person }</b>
answers-guess-of = <b>{ $person }</b> <i>guessed</i>
answers-pair = <b>{ $person }</b>: { $answer }. { $other } guessed: { $guess }.
answers-choice-shared = <b>{ $person }</b>: { $answer }
answers-cue =
    One reply each, if you like, to this message. { $first }, what did you learn about { $second }? And { $second }, about { $first }?
answers-cue-card =
    One reply each, if you like, to this message.
answers-advice = <i>For each of you:</i> { $cue }
answers-cue-thanks =
    One reply each, if you like, to this message: which part of the thanks meant most to you?
answers-cue-shared =
    { $person }, if you like, reply to this message.
answers-warm =
    Each of you was heard. That is worth a lot.

## Settings

answers-aloud = All cards are answered aloud.
button-answers-aloud = All cards aloud
button-answers-private = Some in private
