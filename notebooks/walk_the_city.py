# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A walk through a city 走一遍
#
# This notebook simulates a small city and goes the way that `mingcha score` goes: records, graphs,
# features, surprises, scores, and the evidence behind the first case. Everybody in it is invented. Size
# and seed come from the environment: `PEOPLE`, `SEED`.

# %%
import os
import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd

from detection.cases import case_rows
from detection.evidence import evidence_rows, wording_for
from detection.ranking import rank_households
from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.priors import one_facts, prior_weights
from models.ranker import Ranker

PEOPLE = int(os.environ.get("PEOPLE", "20000"))
SEED = int(os.environ.get("SEED", "1"))
CAPACITY = 30
pd.set_option("display.width", 150, "display.max_columns", 12, "display.max_colwidth", 60)

# %% [markdown]
# ## The city 城市
#
# The simulation gives the tables of the data contract and, apart from them, the truth: which households
# are favoured (人情保、关系保). The tables go to a folder as a department would deliver them. The truth stays
# here and is looked at once, at the very end.

# %%
city = simulate_city(PEOPLE, SEED)
place = tempfile.TemporaryDirectory()
delivery = Path(place.name) / "city"
write_city(city, delivery)
print(f"{PEOPLE:,} residents as of {city.as_of}")
print(pd.Series({name: table.num_rows for name, table in city.tables.items()}, name="rows").to_string())

# %% [markdown]
# ## Records 记录
#
# Reading checks every row. What breaks a rule is set aside with its cells, and the counts always add up:
# rows = accepted + quarantined (隔离).

# %%
records = read_records(delivery)
counts = {one.name: (one.rows, one.accepted, one.quarantined) for one in records.intakes}
print(pd.DataFrame(counts, index=["rows", "accepted", "quarantined"]).T.to_string())

# %% [markdown]
# From here on nothing dated after the day counts. The views of `known` end there, so a feature cannot look
# further.

# %%
known = records.known(city.as_of)
outcomes = known.frame("SELECT outcome, count(*) AS decisions FROM decisions GROUP BY ALL ORDER BY ALL")
schemes = known.frame("SELECT scheme, count(*) AS households FROM households GROUP BY ALL ORDER BY ALL")
print(outcomes.to_string(index=False))
print(schemes.to_string(index=False))

# %% [markdown]
# ## Ties 关系
#
# Joins find the residents on a short path between an aided household and an official over it; only they
# become nodes of the kinship graph (亲属关系图). Compare its size with the city's.

# %%
dossier = open_dossier(known)
print(f"{len(dossier.households):,} households with aid in force (在保户)")
print(f"kinship graph: {dossier.kin_graph.number_of_nodes():,} people, {dossier.kin_graph.number_of_edges():,} ties")
print(f"contact graph: {dossier.contact_graph.number_of_nodes():,} nodes")
print(f"{dossier.kin['household_id'].nunique():,} households have kin among the officials over them")

# %% [markdown]
# Most of them are rightly helped: a tie is no offence. Here is one household with everybody within two
# steps of its member. Names are masked in every list; paths say who is what to whom.

# %%
tie = dossier.kin.sort_values(["steps", "household_id"], ascending=[False, True]).iloc[0]
around = nx.ego_graph(dossier.kin_graph.to_undirected(as_view=True), tie["member_id"], radius=2)
wording = wording_for(dossier, reveal=False)
print(f"household {tie['household_id']}: {around.number_of_nodes()} people within two steps of its member")
print(wording.path(tie, "zh"))
print(wording.path(tie, "en"))

# %% [markdown]
# ## Features 特征
#
# Each feature is a small function with a declaration: family, unit, what it needs, what missing means, the
# reason in words, and the innocent explanations. The table has one row a household; NaN is *not known*.

# %%
table = feature_table(dossier)
overview = pd.DataFrame(
    {
        "flag": [feature.flag for feature in FEATURES],
        "family": [feature.family for feature in FEATURES],
        "found": (table.values > 0).sum().to_numpy(),
        "not known": table.values.isna().sum().to_numpy(),
    },
    index=[feature.name for feature in FEATURES],
)
print(overview.to_string())

# %% [markdown]
# ## Surprise 意外程度
#
# A raw value says little: a township may be careless with everyone. Its surprise is how rare it is to have
# as much among households of the same scheme (救助类别) in the same township, on the suspicious side only.
# What is common among the peers surprises nobody.

# %%
signs = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}
groups = dossier.households["peer_group"]
families = {feature.name: feature.family for feature in FEATURES}
ranker = Ranker.fit(
    table.values,
    groups,
    families=families,
    signs=signs,
    weights=prior_weights(families),
    one_facts=one_facts(),
)
surprises = ranker.surprise(table.values, groups)
print(pd.DataFrame({"found": (table.values > 0).mean(), "surprising": (surprises > 0).mean()}).round(3).to_string())

# %% [markdown]
# ## Scores 疑点分
#
# Each surprise is evidence, weighed by what the field knows of its flag (先验权重). An isolation forest (孤立森林)
# makes trouble speak louder where its combination is unusual. Favouritism is a tie *and* something wrong: without
# either the score is 0. One more red flag never lowers it, and what each reason adds sums to the score.

# %%
scores = ranker.score(surprises)
ranking = rank_households(scores, groups, CAPACITY)
shown = ["rank", "household_id", "score", "score_favouritism", "score_ineligibility"]
print(ranking[shown].head(10).to_string(index=False))

# %% [markdown]
# A tie without trouble gives nothing, and neither does trouble without a tie:

# %%
tied, troubled = ranking["family_T"] > 0, ranking[["family_P", "family_E", "family_H", "family_M"]].gt(0).any(axis=1)
tied_or_not = ranking.groupby([tied.rename("tie"), troubled.rename("trouble")])["score_favouritism"]
print(tied_or_not.agg(["count", "max"]).to_string())

# %% [markdown]
# ## The first case 头一户
#
# What an inspector gets: reasons in words, the tie path, the source rows, what would clear it, and what to
# check. It is a lead (疑点), no finding.

# %%
evidence = evidence_rows(FEATURES, table, surprises, scores.weights, ranker.ordinary, wording, city.as_of)
chosen = ranking.head(CAPACITY).assign(origin="ranked", inclusion_probability=1.0)
cases = case_rows(chosen, evidence, dossier, FEATURES)
first = cases.iloc[0]
words = ["reasons_zh", "tie_path_zh", "innocent_zh", "check_zh", "reasons_en", "sources"]
for column in ["household_id", "score", "yuan_at_stake", *words]:
    print(f"{column}:\n{first[column]}\n")

# %% [markdown]
# ## The truth 真相
#
# Now the truth of this invented city: how many of the first cases are favoured, and how many a random list
# would hold. In a real city nobody has this column; the random control sample (随机抽查) takes its place.

# %%
truth = city.truth.to_pandas().set_index("household_id")["favouritism"].astype(bool)
favoured = ranking["household_id"].map(truth).fillna(False).astype(bool)
print(f"favoured among the first {CAPACITY}: {favoured.head(CAPACITY).sum()}")
print(f"expected of {CAPACITY} drawn at random: {CAPACITY * favoured.mean():.1f}")

# %%
place.cleanup()
