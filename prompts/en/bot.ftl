# What Telegram shows of the bot before anyone speaks with it, and what it says when words fail.

bot-short-description = Small cards, date nights and guided talks, for two people who want to stay close.
bot-description =
    Nearer sits in the chat the two of you share. At an hour you choose it brings a small card: a question, a thank-you, a small deed. It has ideas for date nights and helps you keep the evening free. It guides you through a talk in turns: one speaks, the other says back what was heard.

    No points and no counting. A no is fine. What you tell each other is not kept.

    For adults who feel free and safe with each other. It is not therapy.

lost-for-words = I'm short of words just now. Please try again in a little while.
