"""Every threshold of a judgement, from what each mistake costs; `python -m bench.trust` prints it.

What a reply costs the citizen and the bureau, in units of one suggestion shown: a right answer 0,
a suggestion 1, a miss 3, a wrong answer 10. An answer of probability p thus costs 10 (1 - p), and
choices that hold the right one cost 1: answering pays from p = 0.9 on where choices are sure to
hold it, and from p = 0.7 where they would often miss it. Saying nothing costs 3 p, so choices pay
from p = 1/3 for one entry and from much less for three.

Cross-validated on the tuning half (716 questions that reach the FAQ and are no wording of it,
without the two hundred near-domain ones written against the entries; with them the same columns
for all 990 follow), as printed on 2026-11-22 with the last wordings:

    from   right of due   wrong of all          cost     with near.yaml: wrong, cost
    0.70      90.8 %      1.3 % (0.7-2.4)       0.467      2.8 %    0.752
    0.75      90.0 %      0.8 % (0.4-1.8)       0.435      2.0 %    0.683
    0.80      88.8 %      0.4 % (0.1-1.2)       0.405      1.5 %    0.644
    0.85      86.6 %      0.1 % (0.0-0.8)       0.397      1.0 %    0.611
    0.90      83.5 %      0.0 % (0.0-0.5)       0.405      0.5 %    0.584

The cost is least at 0.85, and next to least with the near-domain questions, which people do ask.
"""

COST_WRONG, COST_MISS, COST_SUGGESTION = 10, 3, 1

ANSWER_FROM = 0.85
"""Probability from which the best entry is shown as the answer."""
HEARD_FROM = 0.9
"""The same for what was typed in pinyin and is only guessed at; below it is offered."""
SUGGEST_FROM = 0.03
"""Probability (the ranker's own) from which an entry is offered."""
SUGGEST_FIRST = 0.05
"""Probability (the ranker's own) the first offered entry needs."""
SUGGEST_BEST = 0.08
"""Probability the best entry needs for anything to be offered: below it the text is not ours.

Of 600 utterances to a voice assistant 0.08 offers something for 14 %, 0.15 for 7 %, 0.03 for
28 %; of the 536 questions of the tuning half that ought to be helped, 98.3, 97.8 and 98.5 % are
answered or offered their entry.
"""
NEIGHBOUR_FROM = 0.5
"""Probability (the ranker's own) from which a neighbour is meant, and its door is shown."""
OFFERED = 3
"""Entries offered at most."""
LISTED = 10
"""Candidates an outcome's evidence keeps."""
EXAMINED = 6
"""Candidates whose vetoes are looked at; nothing below can be answered or offered."""
