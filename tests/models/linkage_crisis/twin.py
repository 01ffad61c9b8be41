"""The closed form once more, one draw at a time in plain Python, written from the formulas.

It lists candidates per channel as the specification states them and keeps the best for R; nothing
is shared with the package.
"""

from __future__ import annotations

from typing import Any


def solve_crisis(p: dict[str, float], phi: float) -> dict[str, Any]:
    """Solve one crisis; keys are the model's symbols."""
    options = [
        (-p["h"], p["y_H"], "honor"),
        (-p["k"] - p["omega"] * (p["Rel"] + p["P"]), p["y_S"], "scapegoat"),
        (-p["x"] * p["Rel"], p["y_E"], "exonerate"),
    ]
    s, y, settlement = max(options, key=lambda option: option[0])
    v_net = (1 - p["v"]) * (p["V"] + s)
    u0 = max(0.0, p["b_g"])
    review = p["d_g"] if p["b_g"] > 0 else 0.0
    candidates = []
    for name, a, m in (("private", p["a_p"], 0.0), ("public", p["a_u"], p["m_u"])):
        loss = (1 - p["v"]) * (p["X"] * (1 - y) + m) + p["psi"]
        pi = (loss + p["r"]) / (p["d"] + p["r"])
        mass = (phi if p["e_R"] < a else 0.0) + ((1 - phi) if p["e_W"] < a else 0.0)
        if mass > pi:
            candidates.append(
                dict(
                    regime=f"{name} pooling", u_R=v_net, u_C=v_net, L=loss, pi=pi, q=1.0, sigma=1.0,
                    threat=1.0, drop=1.0, execute=0.0, back=0.0, u_T=p["X"] - loss,
                )
            )  # fmt: skip
        if p["e_R"] < a < p["e_W"] and phi < pi < 1:
            q = (a + u0) / (v_net + a)
            u_r = (v_net * (a - p["e_R"]) + u0 * (v_net + p["e_R"])) / (v_net + a)
            candidates.append(
                dict(
                    regime=f"{name} semi", u_R=u_r, u_C=phi * u_r + (1 - phi) * u0, L=loss, pi=pi,
                    q=q, sigma=phi * (1 - pi) / ((1 - phi) * pi), threat=phi / pi,
                    drop=phi / pi * q, execute=phi * (1 - q), back=phi * (1 - pi) / pi * (1 - q),
                    u_T=p["X"] - phi / pi * loss - (1 - phi / pi) * review,
                )
            )  # fmt: skip
        if pi > 1 and p["e_R"] < a and -p["e_R"] > u0:
            candidates.append(
                dict(
                    regime="rupture", u_R=-p["e_R"], u_C=-phi * p["e_R"] + (1 - phi) * u0, L=loss,
                    pi=pi, q=0.0, sigma=0.0, threat=phi, drop=0.0, execute=phi, back=0.0,
                    u_T=p["X"] - phi * p["d"] - (1 - phi) * review,
                )
            )  # fmt: skip
    if candidates:
        best = max(candidates, key=lambda c: (c["u_R"], -c["L"]))
    else:
        best = dict(
            regime="no threat", u_R=u0, u_C=u0, q=0.0, sigma=0.0, threat=0.0, drop=0.0,
            execute=0.0, back=0.0, u_T=p["X"] - review,
        )  # fmt: skip
    return best | {
        "settlement": settlement,
        "V_net": v_net,
        "u_T": best["u_T"] + p["A0"],
        "released": best["drop"] * (1 - p["v"]),
    }


def solve(p: dict[str, float]) -> dict[str, Any]:
    """Solve both crises and the arrest."""
    secret, notified = solve_crisis(p, p["phi_S"]), solve_crisis(p, p["phi_N"])
    values = {
        "forgo": 0.0,
        "secret": secret["u_T"],
        "notify": (1 - p["tau"]) * notified["u_T"],
    }
    arrest = max(values, key=lambda name: values[name])
    return {"secret": secret, "notify": notified, "values": values, "arrest": arrest}
