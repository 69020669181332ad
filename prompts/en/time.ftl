# How days and hours are said, as they are filled into other lines.

## As one says them on the day

said-today = today
said-tomorrow = tomorrow
said-on = on { $day }
said-moment = { $day } { $time }
said-date = { $weekday } { $day } { $month }
said-date-year = { $weekday } { $day } { $month } { $year }

## In what stays in the chat

said-in-full = { $weekday } { $day } { $month }
said-in-full-year = { $weekday } { $day } { $month } { $year }
said-day-month = { $day } { $month }
said-since = { $day } { $month } { $year }

## In lists and on buttons

said-short = { $weekday } { $day } { $month }
said-short-year = { $weekday } { $day } { $month } { $year }
said-short-moment = { $day }, { $time }
said-shortest-moment = { $weekday } { $day }, { $time }
said-shortest-moment-month = { $day } { $month }, { $time }
said-shortest-day-year = { $day } { $month } { $year }
said-shift = { $from } → { $to }

## How far away they are

said-in-a-moment = in a few minutes
said-in-minutes = in { $minutes } minutes
said-in-half-an-hour = in half an hour
said-in-an-hour-and-a-half = in an hour and a half
said-in-two-and-a-half-hours = in two and a half hours
said-in-hours = in { $hours ->
    [1] an hour
    [2] two hours
    [3] three hours
    [4] four hours
    [5] five hours
    [6] six hours
    [7] seven hours
    [8] eight hours
    [9] nine hours
    [10] ten hours
    [11] eleven hours
   *[12] twelve hours
 }
