# What Telegram shows of the bot before anyone speaks with it, and what it says when words fail.

bot-short-description = Small cards, date nights and turns at listening, for two people who want to stay close.
bot-description =
    Nearer sits in the chat the two of you share. At an hour you choose it brings a small card: a question, a thank you, a kind deed. It has ideas for date nights and helps you to hold the evening, and it leads you through turns at listening.

    No points and no counting. A no is fine. What you tell each other is not kept.

    For adults who feel free and safe with each other. It is not therapy.

lost-for-words = I'm short of words just now. Please try again in a little while.
