# %% [markdown]
# # Asking a graph that you have never seen
# For a researcher who knows a little SPARQL and nothing of this ontology: find the words, ask, read
# what an empty answer means, and carry each row with its source. Nothing here needs a network.

# %%
import warnings

import pandas as pd

import ecograph

d = ecograph.open("xiamen")

# %% [markdown]
# ## The words
# The classes of the graph with their counts, and then one of them: its properties, how often each
# is used, what its values look like.

# %%
d.schema()

# %%
d.schema("Firm")

# %% [markdown]
# A name leads to its entity, in Chinese or in English; for one that is nearly right, in pinyin too,
# the message tells the names that it may be.

# %%
try:
    d.show("tianmaweidianzi")
except LookupError as near:
    print(near)

# %%
d.show("天马微电子股份有限公司")

# %% [markdown]
# ## A first question
# `?xLabel` is the name of `?x`, one in the language that is asked for, so that no row comes twice.

# %%
makers = d.sparql(
    "SELECT ?firmLabel ?productLabel { ?firm eco:makes ?product . ?product eco:chain "
    "<https://w3id.org/ecograph/id/flat-panel-display-chain> } ORDER BY ?firmLabel ?productLabel"
)
assert len(makers) > 10
makers.df().head(10)

# %% [markdown]
# ## With its sources
# `cite` adds where each row is said: document, paragraph and span or address, how it is known, and
# whether there is a doubt. A row that counts others rests on no single statement and says so.

# %%
cited = d.sparql(
    "SELECT ?supplierLabel ?buyerLabel { ?supplier eco:supplies ?buyer } LIMIT 5", cite=True
).df()
cited.T

# %% [markdown]
# ## Words that are wrong
# A word that nothing has would answer with an empty table. The hint says so first, and names near
# words.

# %%
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    nothing = d.sparql("SELECT ?f { ?f a eco:Company }")
for hint in said:
    print(hint.message)
assert not len(nothing) and said

# %% [markdown]
# ## What an empty answer means
# The graph does not say everything. An answer without rows tells which pattern emptied it; that
# nothing is recorded is not that there is nothing.

# %%
empty = d.sparql(
    "SELECT ?t { <https://w3id.org/ecograph/id/tan-kah-kee-laboratory> eco:founded ?t }"
)
for _, english in empty.notes:
    print(english)

# %% [markdown]
# ## The shipped questions
# Each is a query to start from, and some can be asked of another entity.

# %%
d.questions(search="fund")

# %% [markdown]
# ## On to pandas and rdflib
# Dates and numbers are Python's own; a CONSTRUCT is an rdflib graph.

# %%
founded = d.sparql("SELECT ?org ?orgLabel ?day { ?org eco:foundedEarliest ?day }").df()
founded["decade"] = pd.to_datetime(founded["day"]).dt.year // 10 * 10
founded.groupby("decade")["org"].nunique()

# %%
supply = d.sparql("CONSTRUCT { ?a eco:supplies ?b } WHERE { ?a eco:supplies ?b }").graph()
print(f"{len(supply)} pairs of supplier and buyer")
assert len(supply) > 20
