r"""A threat to cut cooperation over an arrest: the game composed for the founding case.

The target of the coercion (T) arrests somebody whom the challenger (C) wants back. C may answer
mildly, or threaten in private or in public to end a cooperation that T needs. T drops the charges
or holds. A threat that is held against is carried out or abandoned; a suspect who is returned is
tried, replaced by a scapegoat, or cleared.

**Timing**

1. T does without the arrest (*forgo*), arrests in *secret*, or *notifies* C first; then the suspect
   escapes with chance $\tau$. In the crisis that follows C is resolved (R) with chance $\phi_S$ or
   $\phi_N$, else a bluffer (W). Only C knows which.
2. C stays *quiet*, answers mildly (*review*, done at once), or threatens severely, *private* or
   *public*.
3. After a severe threat T *drops* or *holds*.
4. Held: C *executes* or *backs down*. Dropped: the court refuses with chance $v$; else C gets the
   suspect and chooses *honor*, *scapegoat* or *exonerate*.

**Symbols** ($i$ stands for the channel, $p$ private or $u$ public)

==================  ===========================  ===============================================
Symbol              Name                         Meaning
==================  ===========================  ===============================================
$d$                 damage                       T's loss when the threat is carried out (unit)
$X$                 case_value                   worth of the prosecution to T
$y_H, y_S, y_E$     kept_if_honored, ...         share of $X$ that T keeps, by settlement
$\psi$              precedent_cost               T's cost of giving in, later crises included
$m_u$               public_humiliation           T's cost of giving in publicly ($m_p = 0$)
$r$                 bluff_call_gain              T's gain when C backs down
$v$                 p_court_refuses              chance that the court refuses
$A_0$               arrest_message               worth of the arrest as such to T
$d_g, b_g$          review_damage, ..._benefit   T's loss and C's gain from the mild answer
$V$                 prize                        worth of the suspect's return to C
$e_R, e_W$          execution_cost_...           cost of carrying out the threat, by type
$a_p, a_u$          audience_cost_...            cost of backing down, by channel
$h$                 trial_cost                   cost of a true trial
$k, \omega, P$      scapegoat_cost, p_exposure,  cost of a scapegoat, chance that he is exposed,
                    exposure_penalty             and the penalty then
$Rel, x$            relationship_value,          worth of T's help to C, and the share of it that
                    retaliation_share            T withdraws when the suspect is cleared
$\phi_S, \phi_N$    p_resolved_secret, ...       chance that C is resolved, by kind of arrest
$\tau$              p_leak                       chance that notice lets the suspect escape
==================  ===========================  ===============================================

**Payoffs** (C; T), with $A_0$ added to T's after any arrest: quiet $(0; X)$; review
$(b_g; X-d_g)$; executed $(-e; X-d)$; backed down $(-a_i; X+r)$; court refused $(0; X-\psi)$;
honored $(V-h; y_H X-\psi-m_i)$; fall guy $(V-k-\omega(Rel+P); y_S X-\psi-m_i)$; exonerated
$(V-x\,Rel; y_E X-\psi-m_i)$. No arrest and an escaped suspect give $(0; 0)$.

**Closed form.** The settlement is the largest of $s_H=-h$, $s_S=-k-\omega(Rel+P)$,
$s_E=-x\,Rel$. With it $V'=(1-v)(V+s)$, $U_0=\max(0,b_g)$,
$L_i=(1-v)(X(1-y)+m_i)+\psi$ and $\pi^*_i=(L_i+r)/(d+r)$: T gives in on channel $i$ when it
believes with more than $\pi^*_i$ that the threat would be carried out. A type executes on $i$ iff
its $e \le a_i$. If even W executes on a channel with $\pi^*_i<1$, T gives in there for sure
(*forced*). The equilibria of a crisis with chance $\phi$ of R are

- **pooling on i**: both types threaten and T gives in. Where only R executes: iff
  $\phi>\pi^*_i$. Where both do: iff $\pi^*_i<1$.
- **semi on i**: R threatens, W bluffs with chance $\sigma=\phi(1-\pi^*_i)/((1-\phi)\pi^*_i)$, T
  gives in with chance $q=(a_i+U_0)/(V'+a_i)$. Where only R executes: iff $\phi<\pi^*_i<1$ and no
  channel is forced.
- **rupture on i**: R threatens and executes, T holds. Where R executes: iff $\pi^*_i>1$,
  $-e_R>U_0$ and no channel is forced. If $\pi^*_p<1$ it survives on $u$ only with the belief that
  an unexpected private threat is W's; D1 removes it.
- **no threat**: iff no channel is forced and $-e_R<U_0$ (or R would execute on no channel). D1
  removes it when R alone executes on a channel with $\pi^*_i<1$.

D1 also removes semi on $p$ when semi on $u$ exists and $a_u>a_p$; it does not remove semi on $u$
when pooling on $p$ exists. Picking pooling there is the selection rule, an assumption in favor of
the coercer: the largest $u_R$, ties to the smaller $L_i$.

**What it finds.** Whether the threat works: $\phi$ against $\pi^*_i$. Whether the promise is kept:
$\min(h, k+\omega(Rel+P))$ against $x\,Rel$. Whether the arrest is made in secret: mostly $\tau$. In
pooling, threats are never carried out, whatever $e_W$.

**What it does not find.** Anything outside A1-A3, where the formulas fail and no answer is given.
The choice between private and public when both work, since C is then indifferent. Bargaining over
the terms, more than one round, a third type, or a prosecutor who does not obey.

References
----------
After Schelling (1960), Fearon (1994, 1997), Kurizaki (2007), Slantchev (2010), Williamson (1983)
and others; `MODEL.citations` says what is taken from each.
"""

from __future__ import annotations

from standoff.models.base import Citation, Model, Promise
from standoff.models.linkage_crisis.answer import RULE, answer
from standoff.models.linkage_crisis.equilibria import equilibria, equilibrium_names
from standoff.models.linkage_crisis.margins import margins
from standoff.models.linkage_crisis.meanings import MEANINGS
from standoff.models.linkage_crisis.moves import GIVEN, REMOVABLE
from standoff.models.linkage_crisis.parameters import ASSUMPTIONS, PARAMETERS
from standoff.models.linkage_crisis.tree import CHALLENGER, TARGET, build

_CITATIONS = (
    Citation(
        "Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
        takes="a threat works only if carrying it out would be worth while when the time comes",
    ),
    Citation(
        "Fearon, J. D. (1994). Domestic political audiences and the escalation of international "
        "disputes. American Political Science Review 88, 577-592.",
        takes="the cost of backing down before an audience, and bluffs that are sometimes called",
        doi="10.2307/2944796",
    ),
    Citation(
        "Fearon, J. D. (1997). Signaling foreign policy interests: tying hands versus sinking "
        "costs. Journal of Conflict Resolution 41, 68-90.",
        takes="a threat that costs only if it fails",
        doi="10.1177/0022002797041001004",
    ),
    Citation(
        "Kurizaki, S. (2007). Efficient secrecy: public versus private threats in crisis "
        "diplomacy. American Political Science Review 101, 543-558.",
        takes="two channels: a private threat binds less and humiliates less",
        doi="10.1017/S0003055407070396",
    ),
    Citation(
        "Slantchev, B. L. (2010). Feigning weakness. International Organization 64, 357-388.",
        takes="surprise against candor",
    ),
    Citation(
        "Williamson, O. E. (1983). Credible commitments: using hostages to support exchange. "
        "American Economic Review 73, 519-540.",
        takes="a promise made before a return and kept, or not, after it",
    ),
    Citation(
        "Tollison, R. D. and Willett, T. D. (1979). An economic theory of mutually advantageous "
        "issue linkages in international negotiations. International Organization 33, 425-449.",
        takes="one issue used as the price of another",
    ),
    Citation(
        "Lapan, H. E. and Sandler, T. (1988). To bargain or not to bargain: that is the question. "
        "American Economic Review 78, 16-21.",
        takes="the precedent that giving in sets",
    ),
    Citation(
        "Dewan, T. and Myatt, D. P. (2007). Scandal, protection, and recovery in the cabinet. "
        "American Political Science Review 101, 63-77.",
        takes="a scapegoat who may be exposed as one",
    ),
    Citation(
        "Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. Econometrica 50, 863-894.",
        takes="the equilibrium concept",
        doi="10.2307/1912767",
    ),
    Citation(
        "Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. Quarterly "
        "Journal of Economics 102, 179-221.",
        takes="the refinement D1",
        doi="10.2307/1885060",
    ),
    Citation(
        "Banks, J. S. and Sobel, J. (1987). Equilibrium selection in signaling games. "
        "Econometrica 55, 647-661.",
        takes="divinity, the idea behind D1",
        doi="10.2307/1913604",
    ),
)

MODEL = Model(
    name="linkage-crisis",
    title="Linkage crisis: a threat to cut cooperation over an arrest",
    citations=_CITATIONS,
    fidelity="composed",
    mechanism=(
        "A challenger links the fate of one suspect to a cooperation that the target needs. "
        "The threat works if the target thinks it likely enough that it would be carried out, and "
        "that depends on how much conceding hurts: on the case, the precedent, the humiliation, "
        "and on what the challenger will do with the suspect afterwards. Secrecy of the arrest "
        "raises the grievance and with it the chance that the challenger means it."
    ),
    paragraphs=(2, *range(5, 10), 11, 12, *range(14, 23), 24, *range(26, 35)),
    players=(CHALLENGER, TARGET),
    parameters=PARAMETERS,
    assumptions=ASSUMPTIONS,
    equilibrium=(
        "If the target's doubt is small enough, every challenger threatens and the target gives "
        "in; nothing is ever carried out. If the doubt is larger, bluffers threaten only "
        "sometimes and the target gives in only sometimes. If conceding costs more than the "
        "threat, only a challenger that likes to carry it out threatens, and does so."
    ),
    selection_rule=RULE,
    finds=(
        "whether a threat works: the chance of a resolved challenger against the belief needed",
        "whether a promise is kept: the cheapest settlement for the challenger after the return",
        "whether to arrest in secret, to tell the other side, or to let it be",
        "which channel a bluff goes through: the more binding one, unless the target's "
        "humiliation makes it useless",
    ),
    does_not_find=(
        "anything where A1, A2 or A3 fails: there it gives no answer",
        "the channel when private and public threats both work: the challenger is indifferent",
        "that the coercer-preferred equilibrium is the one played: the rule assumes it",
        "haggling over terms, repetition, or a prosecutor who acts alone",
    ),
    meanings=MEANINGS,
    given=GIVEN,
    removable=REMOVABLE,
    build=build,
    answer=answer,
    equilibria=equilibria,
    headline="drop",
    decisive=("p_resolved_secret", "case_value"),
    listed=equilibrium_names,
    promise=Promise(
        "settlement",
        title="What would be done with a returned suspect",
        says="Once the suspect is back",
        outcomes=("released", "honored", "scapegoat", "exonerated", "court_refuses", "execute"),
    ),
    margins=margins,
    features=(
        "arrest of a person",
        "threat",
        "linked issues",
        "doubt about resolve",
        "private threat",
        "cost of backing down",
        "promise afterwards",
        "ongoing cooperation",
        "culprit at home",
        "ratification",
        "third party decides",
    ),
    optional=(
        "private threat",
        "promise afterwards",
        "culprit at home",
        "ratification",
        "third party decides",
    ),
)
