"""Every threshold of a judgement, from what each mistake costs; `python -m bench.trust` prints it.

What a reply costs the citizen and the bureau, in units of one suggestion shown:

    a right answer 0, a suggestion shown 1, a miss 3, a wrong answer 10, and nothing where nothing
    was due 0.

From these an answer of probability p costs 10 (1 - p). Offering it instead costs 1 when it is
meant and 1 when nothing was due, so answering pays from p = 0.9 on; it would cost a miss, 3 p,
to say nothing, so offering pays from p = 1/3 for one entry, and from less where three are shown.
The values here are the cheapest on the tuning half for those costs, within the promise that no
more than 1 in 200 questions is answered wrongly, which is dearer still.
"""

COST_WRONG, COST_MISS, COST_SUGGESTION = 10, 3, 1

ANSWER_FROM = 0.77
"""Probability from which the best entry is shown as the answer."""
HEARD_FROM = 0.9
"""The same for what was typed in pinyin and is only guessed at; below it is offered."""
SUGGEST_FROM = 0.03
"""Probability (the ranker's own) from which an entry is offered."""
SUGGEST_FIRST = 0.05
"""Probability (the ranker's own) the first offered entry needs."""
SUGGEST_BEST = 0.08
"""Probability the best entry needs for anything to be offered: below it the text is not ours.

Of 600 utterances to a voice assistant 0.15 offers something for 15 %, 0.2 for 11 %; of the
questions somebody ought to have been helped with, 0.15 misses 0.5 %, 0.2 misses 2 %.
"""
NEIGHBOUR_FROM = 0.5
"""Probability (the ranker's own) from which a neighbour is meant, and its door is shown."""
OFFERED = 3
"""Entries offered at most."""
LISTED = 10
"""Candidates an outcome's evidence keeps."""
EXAMINED = 6
"""Candidates whose vetoes are looked at; nothing below can be answered or offered."""
