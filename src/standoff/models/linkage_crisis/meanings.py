"""What the names in the answers of the linkage crisis mean."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    # regimes
    "private pooling": "every challenger threatens in private, and the target gives in",
    "public pooling": "every challenger threatens in public, and the target gives in",
    "private semi": "bluffers sometimes threaten in private, and the target sometimes gives in",
    "public semi": "bluffers sometimes threaten in public, and the target sometimes gives in",
    "rupture": "a resolved challenger threatens although the target holds, and carries it out",
    "no threat": "nobody threatens, and the prosecution goes on",
    "no arrest": "the target does without the arrest",
    # arrests
    "forgo": "no arrest is made",
    "secret": "the arrest is prepared without telling the other side",
    "notify": "the other side is told beforehand",
    # settlements
    "honor": "the returned suspect is truly tried at home",
    "scapegoat": "a substitute is punished",
    "exonerate": "the returned suspect is cleared",
    # categories
    "regime": "kind of equilibrium in the crisis",
    "arrest": "what the target would choose at the start",
    "settlement": "what the challenger would do with a returned suspect",
    # probabilities
    "threat": "a severe threat is made",
    "private_threat": "a severe threat is made in private",
    "public_threat": "a severe threat is made in public",
    "drop": "the target asks for the charges to be dropped",
    "hold": "the target holds against a threat",
    "execute": "the threat is carried out",
    "back_down": "the challenger backs down from its threat",
    "court_refuses": "the court refuses to drop the charges",
    "released": "the suspect is returned",
    "honored": "the suspect is returned and truly tried",
    "exonerated": "the suspect is returned and cleared",
    "review": "the challenger answers mildly",
    "quiet": "the challenger does nothing",
    # quantities
    "belief_needed": "belief in execution above which the target gives in, on the channel "
    "used (without a threat: on the one cheaper to concede to)",
    "belief_needed_private": "belief in execution above which the target gives in to a "
    "private threat",
    "belief_needed_public": "belief in execution above which the target gives in to a public "
    "threat",
    "cost_of_conceding": "what giving in costs the target, on the channel used",
    "cost_of_conceding_private": "what giving in to a private threat costs the target",
    "cost_of_conceding_public": "what giving in to a public threat costs the target",
    "p_resolved": "chance that the challenger is resolved in the crisis looked at",
    "belief_after_threat": "the target's belief, after the threat, that the challenger is "
    "resolved; undefined where none is made",
    "execute_if_held": "chance that the threat would be carried out if the target held; "
    "undefined where none is made",
    "concession_probability": "chance that the target gives in after a threat",
    "bluff_probability": "chance that a bluffer threatens",
    "net_prize": "what dropped charges are worth to the challenger, court and settlement "
    "counted in",
    "settle_honor": "what a true trial is worth to the challenger",
    "settle_scapegoat": "what punishing a substitute is worth to the challenger",
    "settle_exonerate": "what clearing the suspect is worth to the challenger",
    "credible_resolved_private": "1 if a resolved challenger would carry out a private threat",
    "credible_resolved_public": "1 if a resolved challenger would carry out a public threat",
    "credible_bluffer_private": "1 if a bluffer would carry out a private threat",
    "credible_bluffer_public": "1 if a bluffer would carry out a public threat",
    "value_resolved": "what a resolved challenger expects",
    "value_bluffer": "what a bluffer expects",
    "value_forgo": "what the target expects without an arrest",
    "value_secret": "what the target expects from a secret arrest",
    "value_notify": "what the target expects from telling the other side first",
    "n_equilibria": "number of kinds of equilibrium of the crisis looked at",
}
