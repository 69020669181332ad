# The eight families of cards. Enemies go by the name of their antidote.

family-love-friendship = Love and friendship
family-vulnerability = Vulnerability
family-trust = Trust
family-commitment = Commitment
family-selfishness = Room for two
family-dishonesty = Small truths
family-entitlement = Gift, not debt
family-resentment = Clear the air early

# One line about each.

family-love-friendship-line = Liking each other, and staying curious.
family-vulnerability-line = Letting yourself be seen, a little at a time.
family-trust-line = Relying on each other, in small things first.
family-commitment-line = Choosing each other again, in small deeds.
family-selfishness-line = Two people's wishes, and space for both.
family-dishonesty-line = True things, said while they are small.
family-entitlement-line = Asking freely, and seeing a gift as a gift.
family-resentment-line = A little thing, said while it is little.

## Packs: cards about one part of life

pack-faith = Faith and values
pack-money = Money
pack-children = Children
pack-care = Care and illness
pack-loss = Loss
pack-in-laws = The families

choose-packs =
    <b>Packs.</b> Cards about one part of your life. They come only if one of you chooses them: about one card in six. Tap to choose, or to let one go.
button-packs = Packs
button-pack-on = ✓ { $pack }
button-pack-off = { $pack }
