"""What a crisis may have that a model is about; the words by which models are suggested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Feature = Literal[
    "threat",
    "public threat",
    "private threat",
    "several instruments",
    "sanctions",
    "doubt about resolve",
    "doubt on both sides",
    "cost of backing down",
    "inside critic",
    "talks",
    "divisible stake",
    "linked issues",
    "ratification",
    "third party decides",
    "promise afterwards",
    "shifting power",
    "later challengers",
    "honesty over time",
    "ongoing cooperation",
    "harm under way",
    "waiting contest",
    "growing stakes",
    "culprit at home",
    "inspection",
    "arrest of a person",
    "many observed crises",
]

#: The question of a reader to whom the feature means something, answered by yes.
QUESTIONS: Mapping[Feature, str] = {
    "threat": "Does one side say that it will do harm unless the other gives in?",
    "public threat": "Is the threat made in public?",
    "private threat": "Is the threat made behind closed doors, or could it be?",
    "several instruments": "Is there a choice between milder and harsher threats?",
    "sanctions": "Is the harm an interruption of trade, aid or cooperation that can be imposed?",
    "doubt about resolve": "Is it unclear whether the threat would be carried out?",
    "doubt on both sides": "Does neither side know how much the other could bear?",
    "cost of backing down": "Would it cost something to take the threat back?",
    "inside critic": "Could somebody inside say in public what the threat is really worth?",
    "talks": "Do the sides talk first, without being bound by what they say?",
    "divisible stake": "Can a demand be larger or smaller, so that one chooses how much to ask?",
    "linked issues": "Is one issue made the price of another?",
    "ratification": "Must somebody else agree: a court, a parliament, an army?",
    "third party decides": "Does somebody outside both sides decide, such as another state?",
    "promise afterwards": "Does giving in rest on a promise that is to be kept later?",
    "shifting power": "Will one side be weaker tomorrow than today?",
    "later challengers": "Will others draw a lesson from giving in, and come with demands?",
    "honesty over time": "Will an empty threat be remembered the next time?",
    "ongoing cooperation": "Do the sides need each other every day, before and after the crisis?",
    "harm under way": "Is harm being done already, to go on until the other side gives in?",
    "waiting contest": "Does each side wait for the other to give up?",
    "growing stakes": "Does backing down get harder the longer the crisis lasts?",
    "culprit at home": "Must somebody be punished at home, guilty or not?",
    "inspection": "Does one side check whether the other one breaks a rule?",
    "arrest of a person": "Is the crisis about somebody who was arrested?",
    "many observed crises": "Are there data on many crises, to estimate payoffs from?",
}
