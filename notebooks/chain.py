# %% [markdown]
# # One chain, from its breaks to the questions that would settle them
# The analyst's three questions about a chain: where is it broken, who could mend it, which
# laboratory, fund or policy fits. Then a fourth: what would have to be asked to know more. The
# chain is flat panel display in Xiamen. Nothing here needs a network.

# %%
import shutil
import tempfile
from pathlib import Path

import openpyxl

import ecograph
from ecograph.base.resources import graph_data_dir
from ecograph.export.answers_into import take_answers

CHAIN = "flat-panel-display-chain"
d = ecograph.open("xiamen")
temporary = tempfile.TemporaryDirectory()
folder = Path(temporary.name)


def show(result, *columns, most=8):
    for row in result.rows("en")[:most]:
        print(" | ".join(str(row[c]) for c in columns))


# %% [markdown]
# ## How much is known at all
# A rate without its bounds would be a guess: what nobody has said is unknown, not absent. The
# documents alone leave nearly everything open; the public record closes most of it.

# %%
for sources in ("documents", "all"):
    rates = {
        r.definition: r for r in d.needs(chain=CHAIN, inputs="all", sources=sources).value.rates
    }
    potential = rates["lmr.potential"]
    print(f"{sources}: {potential.interval.low:.0%} to {potential.interval.high:.0%} could be met")
assert potential.interval.high - potential.interval.low < 0.3

# %% [markdown]
# ## Where it is broken
# *Broken* means that somebody here makes it, somebody here needs it, and no link between them is
# known; *missing* that a maker was looked for here and none was found.

# %%
gaps = d.gaps(chain=CHAIN, kind=("broken", "missing"), top=0)
show(gaps, "product_label", "kind", "needs", "evidence")
assert len(gaps.value.gaps) > 5

# %% [markdown]
# The picture of the chain marks the gaps; it opens in any browser, from disk.

# %%
page = folder / "display.html"
d.view(chain=CHAIN).save(page)
print(f"{page.name}: {page.stat().st_size // 1024} KB")

# %% [markdown]
# ## Who could mend it
# Remedies stand in six kinds, each with the path of statements that it rests on and with what is
# not known of it. Makers and laboratories of some other part of the industry are counted, not
# listed, unless they are asked for. Where nothing was found, it says what was searched.

# %%
one = d.remedies(gap="display-glass-substrate", most=2)
show(one, "remedy", "rank", "who_label", "distance", "modality", "not_known", most=20)
assert {"policy"} <= {r.kind for g in one.value.gaps for r in g.remedies}
assert all(s.looked_at for g in one.value.gaps for s in g.searches)

# %% [markdown]
# Of all known gaps of the chain: how many have a laboratory, a fund or a policy at all, and how
# many one nearer than "of the same industry".

# %%
every = d.remedies(chain=CHAIN, most=0).value.gaps
for kind in ("knowledge", "money", "policy"):
    found = [[r.distance for r in g.remedies if r.kind == kind] for g in every]
    near = sum(any(distance <= 2 for distance in of_gap) for of_gap in found)
    print(f"{kind}: {sum(map(bool, found))} of {len(every)} gaps, {near} nearer than the industry")
assert sum(bool(g.remedies) for g in every) > 0.9 * len(every)

# %% [markdown]
# The gap, its remedies and their citations can be taken away, for Gephi as for a paper.

# %%
d.export(folder / "glass.graphml", gap="display-glass-substrate", remedies=True)
d.export(folder / "glass.ttl", gap="display-glass-substrate", remedies=True)
print(sorted(p.name for p in folder.iterdir()))

# %% [markdown]
# ## What to ask next
# Each unknown has a price: by how much an answer would bring the bounds of the matching rates
# together. The questionnaire has a sheet for everybody who would know.

# %%
asked = d.ask_next(chain=CHAIN, top=10)
show(asked, "question", "addressee", "links", "potential", most=10)
sheet = d.questionnaire(folder / "questions.xlsx", chain=CHAIN, top=10)

# %% [markdown]
# An **invented** respondent answers the first ten questions: nobody here makes it, it comes from
# abroad. These answers are not facts of Xiamen; they only show what ten answers do.

# %%
book = openpyxl.load_workbook(sheet)
for page in book.worksheets:
    if page.title == "ecograph":
        continue
    page["B2"], page["B3"] = "Invented respondent (synthetic)", "2026-11-26"
    for row in range(6, page.max_row + 1):
        kind = str(page.cell(row, 1).value).split("-")[0]
        page.cell(row, 5).value = {"maker": "no", "supplier": "abroad"}.get(kind)
book.save(folder / "answers.xlsx")

region = folder / "xiamen"
shutil.copytree(graph_data_dir() / "xiamen", region)
print(take_answers(folder / "answers.xlsx", region))

# %%
after = ecograph.open(str(region))


def widths(data):
    rates = data.needs(chain=CHAIN, inputs="all").value.rates
    return {r.definition: r.interval.high - r.interval.low for r in rates if r.interval}


before, now = widths(d), widths(after)
for name in ("lmr.links", "lmr.potential"):
    print(f"{name}: known within {before[name]:.1%} before, {now[name]:.1%} after ten answers")
    assert now[name] < before[name]

# %% [markdown]
# The rows cite the respondent and the day, and can be taken out again without a trace.

# %%
take_answers(folder / "answers.xlsx", region, undo=True)
assert widths(ecograph.open(str(region))) == before
temporary.cleanup()
