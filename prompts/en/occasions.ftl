## Days that the two keep: /settings anniversary, birthday, celebrate

anniversary-known =
    Your day is <b>{ $day }</b>. The card of that day will be about the two of you.
birthday-known =
    <b>{ $day }</b> it is. The card of that day will be for a birthday.
feast-known =
    You celebrate <b>{ $day }</b>. The card of that day will be about it.
leap-day-known =
    In years without that day, the card comes on 28 February.
anniversary-gone =
    I no longer have the day of the two of you.
birthday-gone =
    I no longer have your birthday.
feasts-gone =
    I no longer have the days that you celebrate: { $days }.
feasts-none =
    There is no such day here.
feasts-full =
    I can keep four such days. <code>/settings celebrate none</code> takes them all away. Then send the ones you want.
day-of-year-unclear =
    Please send the day with its month as a word, like <code>/settings { $what } 12 May</code>. To take it away: <code>/settings { $what } none</code>.

said-day-of-year = { $day } { $month }
days-and = { $before }, { $after }
days-besides = { $before } { $after }
days-anniversary = Your day: { $days }.
days-birthdays = { $count ->
    [one] Birthday: { $days }.
   *[other] Birthdays: { $days }.
 }
days-feasts = Other days: { $days }.

## Stages of life

stage-under-a-year = Less than a year
stage-children-at-home = Children at home
stage-children-moved-out = Children moved out
stage-retired = Retired

choose-stages =
    <b>Your life now.</b> What is true for the two of you? About one card in six will be about it. Tap to choose, or to let one go.
button-stages = Your life now
button-stage-on = ✓ { $stage }
button-stage-off = { $stage }
