# What is said around paths and tellings; their own words are in paths/ and tellings.toml. Telegram's HTML is allowed in
# messages, not in buttons nor in answers to taps (alert-…).

## Paths

path-title =
    <b>Paths.</b> Cards in an order that leads somewhere, in place of the usual ones. Tap one to read what it is.
path-line = <b>{ $title }</b>
    { $line }
path-none =
    There is no path at the moment. Your cards come as before.
path-now =
    You are on <b>{ $title }</b>. Its next card is { $day } of { $days }. <code>/path off</code> ends it.
path-at-its-end =
    You are at the end of <b>{ $title }</b>. Your cards come as before.
path-last =
    <i>The last card of this path.</i>
path-begun =
    <b>{ $title }</b> begins with your next card and takes { $days } cards. { $rhythm }

    <b>Not today</b> keeps your place, <b>Another one</b> goes on to the next. To end it: <code>/path off</code>.
path-ended =
    The path ends here. Your cards come as before.
path-not-on =
    You are not on a path. /path shows what there is.
path-day =
    <i>{ $title }, card { $day } of { $days }</i>
    { $line }
path-neutral-0 = One more, at your own pace.
path-neutral-1 = Take it as it comes today.
path-neutral-2 = Nothing to prepare for this one.
path-neutral-3 = A small stop on the way.
path-neutral-4 = This one can be short.
path-neutral-5 = A quiet one in between.

alert-path-not-now = That path doesn't fit just now. /path shows what does.

button-path-off = End the path
button-path-begin = Begin this path

command-path = Cards in an order that leads somewhere

## Tellings

telling-head = <b>A small thought for the week</b>
telling-text = { $text }
telling-source = <i>{ $source }</i>
tellings-off =
    No more small thoughts on Saturdays. <code>/settings tellings on</code> brings them back.
tellings-on =
    A small thought comes on Saturdays, a few hours before or after your card. <code>/settings tellings off</code> ends that.
tellings-unclear =
    Please send <code>/settings tellings on</code> or <code>/settings tellings off</code>.

alert-telling-off = No more of these. /settings tellings on brings them back.

button-telling-off = No more of these

## Chapters: some weeks about one thing

chapter-line = <i>{ $title }</i>
    { $line }
chapter-now = <b>Chapters.</b> Your cards are in the chapter <b>{ $title }</b>. Each lasts some weeks and goes about one thing.
chapter-none-now = <b>Chapters.</b> Your cards can go about one thing for some weeks. At the moment they don't.
chapter-next-chance = What comes next, I choose. Or choose yourselves:
chapter-next-mixed = Next, the cards come mixed. Or choose:
chapter-next-named = Next comes <b>{ $title }</b>. Or choose another:
button-chapters = Chapters
button-chapter-chance = Surprise us
button-chapter-mixed = None, mixed
button-chapter-leave = Leave this chapter
