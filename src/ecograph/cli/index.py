"""All commands in order: module, panel in the help, and help in zh and en of each.

Written from the commands by `python docs/generate_commands.py`; not to be edited.
"""

INDEX: dict[str, tuple[str, str, tuple[str, str]]] = {
    "demo": (
        "ecograph.cli.demo",
        "Graph",
        (
            "构建并检查厦门图谱，画出一套离线网页，附表格。",
            "Build and check the Xiamen graph, and draw its atlas of offline pages, with the tables.",
        ),
    ),
    "build": (
        "ecograph.cli.graph",
        "Graph",
        (
            "由一个区域的表格构建图谱：写成一个文件，或一个存放图谱的文件夹。",
            "Build the graph of a region from its tables: a file, or a folder that is an on-disk store.",
        ),
    ),
    "check": (
        "ecograph.cli.graph",
        "Graph",
        (
            "检查一个区域：表格、形状和检查查询；有错误时以 1 结束。",
            "Check a region: its tables, the shapes, the check queries; ends with 1 on an error.",
        ),
    ),
    "verify": (
        "ecograph.cli.graph",
        "Graph",
        (
            "对照文献原文，证明每个数字和名称都在所注之处。",
            "Prove against the documents that each number and name stands where its row says.",
        ),
    ),
    "cite": (
        "ecograph.cli.graph",
        "Graph",
        (
            "查找文献在何处说了某句话：给出引用所需的段落和字符位置。",
            "Find where a document says something: the paragraph and the span for a row's citation.",
        ),
    ),
    "new": (
        "ecograph.cli.intake",
        "Graph",
        (
            "开始一个自己的区域：带说明和示例行的表格，立即可查可画。",
            "Begin a region of your own: tables with comments and example rows, ready to be checked.",
        ),
    ),
    "import": (
        "ecograph.cli.intake",
        "Graph",
        (
            "按列的对应关系把别人的表格带入一个区域；不能采用的行说明原因。",
            "Bring other people's tables into a region by a map of their columns.",
        ),
    ),
    "synth": (
        "ecograph.cli.synth",
        "Graph",
        (
            "虚构一个任意规模的国家供试用，处处标明为虚构。",
            "Invent a nation of any size, marked as synthetic, to try the program on.",
        ),
    ),
    "diff": (
        "ecograph.cli.changes",
        "Graph",
        (
            "两个图谱或两个日期之间变了什么，各项指标因此怎样变。",
            "Tell what changed between two graphs or two days, and what it did to the indicators.",
        ),
    ),
    "query": (
        "ecograph.cli.ask",
        "Ask",
        (
            "回答一条 SPARQL 查询；前缀 eco: id: voc: rdfs: skos: prov: xsd: 已知",
            "Answer a SPARQL query; the prefixes eco: id: voc: rdfs: skos: prov: xsd: are known.",
        ),
    ),
    "schema": (
        "ecograph.operations.schema",
        "Ask",
        (
            "图谱可以问什么：有哪些类、各多少；或一个类、属性、代码是什么、怎样用、怎样问",
            "What a graph can be asked: its classes with counts; or what a term is and how to ask.",
        ),
    ),
    "view": (
        "ecograph.cli.draw",
        "Draw",
        (
            "把一个问题画成一页，无需网络即可打开，中英文皆可",
            "Draw one question as one page that opens without a network, in Chinese and English.",
        ),
    ),
    "atlas": (
        "ecograph.cli.draw",
        "Draw",
        (
            "把整个图谱画成一个文件夹的网页：首页、产业链、实体、网络、城市比较",
            "Draw the whole graph as a folder of pages: start, chains, entities, networks, comparison.",
        ),
    ),
    "coverage": (
        "ecograph.operations.coverage",
        "Graph",
        (
            "图谱能回答什么、不能回答什么，各缺哪张表、哪一列",
            "Tell what a graph can answer, what it cannot, and which table or column is missing.",
        ),
    ),
    "show": (
        "ecograph.operations.graph",
        "Graph",
        (
            "一个实体是什么，有哪些事实，每条出自何处",
            "Show one entity: what it is, its facts, and where each fact is said.",
        ),
    ),
    "find": (
        "ecograph.operations.graph",
        "Graph",
        (
            "按名称中的词或代码查找实体；来源按标题或发布者查",
            "Find entities by words of their names, or by a code; sources by title or publisher.",
        ),
    ),
    "questions": (
        "ecograph.operations.graph",
        "Ask",
        (
            "图谱应能回答的问题；用 query --question 运行",
            "List the questions that the graph is built to answer; run one with query --question.",
        ),
    ),
    "needs": (
        "ecograph.operations.supply_chain",
        "Analyse",
        (
            "一地的需求有多少在本地得到满足或可以满足：带上下限的比率和各种状态",
            "How much of what a place needs is, or could be, met in it: rates with bounds, states.",
        ),
    ),
    "gaps": (
        "ecograph.operations.supply_chain",
        "Analyse",
        (
            "一地需要、而未见本地生产或配套的产品，按优先度排序，每条附依据",
            "What a place needs with no known local maker or supply link, ranked, with evidence.",
        ),
    ),
    "chokepoints": (
        "ecograph.operations.supply_chain",
        "Analyse",
        (
            "卡脖子候选：每项检验的结论、来源地和受影响者",
            "Candidates for chokepoints (卡脖子): each test, its verdict, origins, who is exposed.",
        ),
    ),
    "criticality": (
        "ecograph.operations.supply_chain",
        "Analyse",
        (
            "谁一旦缺失，当地的最终产品就会断供：单点来源；或一个产品绕不开的来源和投入",
            "Single points of failure: whose loss alone would stop final products, or one product.",
        ),
    ),
    "whatif": (
        "ecograph.operations.supply_chain",
        "Analyse",
        (
            "企业、供应关系或国家退出或加入会改变什么；图谱本身不变",
            "What changes when firms, links or countries go or come; the graph stays as it is.",
        ),
    ),
    "scenarios": (
        "ecograph.operations.supply_chain",
        "Analyse",
        ("随附的情景中适用于此图谱的", "The shipped scenarios that fit the graph."),
    ),
    "remedies": (
        "ecograph.operations.remedies",
        "Analyse",
        (
            "谁或什么可能补上缺口：本地企业、科研机构、资金、政策、招商目标、首台套应用，各附路径和未知之处",
            "Who or what could close gaps: makers, research, funding, policy, makers elsewhere.",
        ),
    ),
    "introduce": (
        "ecograph.operations.remedies",
        "Analyse",
        (
            "可以让谁对接：有需求的本地买方，和有能力而尚无已知联系的本地供应方",
            "Whom to bring together: local buyers and capable local suppliers with no known link.",
        ),
    ),
    "attract": (
        "ecograph.operations.remedies",
        "Analyse",
        (
            "可以招引谁（招商）：外地生产者，依次按可能补上的缺口、受其影响者和本地的吸引力排序",
            "Whom to attract (招商): makers elsewhere, by gaps they could close and ties here.",
        ),
    ),
    "ask-next": (
        "ecograph.cli.asking",
        "Analyse",
        (
            "接下来该问什么：未知的事实按答复能使指标收窄多少排序，以及该问谁",
            "What to ask next: unknown facts by what an answer would narrow, and who would know.",
        ),
    ),
    "take-answers": (
        "ecograph.cli.asking",
        "Analyse",
        (
            "读取填好的问卷，成为注明答复者的表格行，加入区域或从中撤出。",
            "Read a filled-in questionnaire as rows that cite who answered, into a region or out of it.",
        ),
    ),
    "eligible": (
        "ecograph.cli.eligibility",
        "Analyse",
        (
            "政策找企业：谁符合哪项奖补的条件，谁不符合、因何不符合，谁无法判定、还缺什么",
            "Which firms meet the conditions of which award, which fail, and what is unknown.",
        ),
    ),
    "problems": (
        "ecograph.operations.problems",
        "Analyse",
        (
            "从问题到落实：每个问题有什么措施、谁在做、至今有了什么；未见措施的问题、未见落实的措施",
            "Problems, the measures that answer them, who acts, and what exists since.",
        ),
    ),
    "incubation": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "产业育成孵化链：每个产业的新型研发机构、概念验证、中试、孵化器、未来产业园、飞地各有没有",
            "The incubation chain: which of its six stages an industry is known to have or plan.",
        ),
    ),
    "consortium": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "创新联合体：为一项短板，谁可坐核心层、紧密协作层、一般协作层，有何理由，哪一层空缺",
            "Who could sit in a consortium on something needed: core, close and general layer.",
        ),
    ),
    "ladder": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "企业和人才梯队：每一级有多少、条件是什么、已有谁，谁按条件最接近",
            "Ladders of firms and talent: counts, conditions, who stands where, who is next.",
        ),
    ),
    "money": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "资金找阶段：每一级企业有哪些基金、信贷和政策可用，哪些格子是空的",
            "Which funds, credit and policies reach which rung of firms.",
        ),
    ),
    "owners": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "股权追溯到顶：谁直接或间接持股，比例逐层相乘，未知的比例作区间",
            "Who owns it, to the top: shares multiplied along each way, unknown ones as bounds.",
        ),
    ),
    "five-chains": (
        "ecograph.operations.ecosystem",
        "Analyse",
        (
            "五链：每个产业的创新、产业、供应、人才、资金链，图谱各知道多少；五者俱全才算耦合",
            "The five chains of each industry: what is known of each; coupling where all are.",
        ),
    ),
    "matching": (
        "ecograph.operations.matching",
        "Analyse",
        (
            "同级各地一次比较：需求多少在当地得到满足，各有哪些类缺口；或一种产品在各地如何",
            "All places of a class at once: how far needs are met there, gaps by kind; or one product.",
        ),
    ),
    "specialisation": (
        "ecograph.operations.regional",
        "Analyse",
        (
            "区域专业化：各地专于什么、结构多集中、与什么相近、有多复杂，来自图谱或一个表",
            "What places are specialised in, how varied, near to what, how complex.",
        ),
    ),
    "compare": (
        "ecograph.operations.comparison",
        "Analyse",
        (
            "城市比较：同指标、同年、同单位才比；名次、与领先者和全国的距离、趋势；不能比的说明原因",
            "Like places compared: rank, distance from leader and nation, trend; or why not.",
        ),
    ),
    "centrality": (
        "ecograph.operations.networks",
        "Analyse",
        ("按一种指标给网络的节点排序", "Rank the nodes of a network by a measure."),
    ),
    "communities": (
        "ecograph.operations.networks",
        "Analyse",
        (
            "社群（Leiden 算法、标签传播或连通分量），附模块度和稳定程度",
            "Communities (Leiden, label propagation or components), how modular and stable.",
        ),
    ),
    "mixing": (
        "ecograph.operations.networks",
        "Analyse",
        (
            "组与组之间有多少联系",
            "How many edges run from group to group, and how far like joins like.",
        ),
    ),
    "brokerage": (
        "ecograph.operations.networks",
        "Analyse",
        (
            "谁居于谁之间：Gould–Fernandez 角色与 Burt 结构洞",
            "Who stands between whom: roles of Gould and Fernandez, and Burt's structural holes.",
        ),
    ),
    "robustness": (
        "ecograph.operations.networks",
        "Analyse",
        (
            "移除节点后网络如何瓦解，哪些节点和边维系着它",
            "How a network falls apart when nodes go, and which nodes and edges hold it up.",
        ),
    ),
    "paths": (
        "ecograph.operations.networks",
        "Analyse",
        (
            "两者如何相连：最短路径及其陈述",
            "Explain how two entities are connected, by the shortest paths and their statements.",
        ),
    ),
    "networks": (
        "ecograph.operations.networks",
        "Take away",
        ("可用的网络", "The networks available."),
    ),
    "measures": (
        "ecograph.operations.networks",
        "Analyse",
        ("可用的中心性指标及其定义", "The measures of centrality and their definitions."),
    ),
    "export": (
        "ecograph.cli.export",
        "Take away",
        (
            "导出图谱的一部分，连同出处，供 Gephi、Excel、Neo4j 或 notebook 使用",
            "Export a part of the graph, with its sources, for Gephi, Excel, Neo4j or a notebook.",
        ),
    ),
    "project": (
        "ecograph.cli.export",
        "Take away",
        (
            "取走一个网络，或说明其中有什么；不给名称则列出全部网络",
            "Take a network away, or say what is in it; without a name, list the networks.",
        ),
    ),
    "describe": (
        "ecograph.cli.export",
        "Take away",
        (
            "把图谱描述为数据集（VoID 和 DCAT，Turtle 格式）：许可、来源、计数。",
            "Describe the graph as a dataset (VoID and DCAT, as Turtle): licence, sources, counts.",
        ),
    ),
    "serve": (
        "ecograph.cli.serve",
        "Share",
        (
            "通过 HTTP 提供图谱：SPARQL、以 JSON 作答的各项问题、各实体的网址。",
            "Serve a graph over HTTP: SPARQL, the questions as JSON, entities at their addresses.",
        ),
    ),
    "mcp": (
        "ecograph.cli.mcp",
        "Share",
        (
            "在标准输入输出上向智能体提供图谱（MCP，模型上下文协议）。",
            "Serve a graph to an agent on standard input and output (Model Context Protocol).",
        ),
    ),
}
