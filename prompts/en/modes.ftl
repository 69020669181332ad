# What a card asks of the two.

mode-question = question
mode-appreciation = thanks
mode-micro-action = small deed
mode-memory = memory
mode-future = wish
mode-guess = guess
