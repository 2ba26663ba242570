"""The vocabulary of the interview grammar. Plain lists; "|" between entries."""

NOUNS = """webhook|payment service|notification service|retry mechanism|dead letter queue|dashboard|
alert|deployment pipeline|database|cache|checkout flow|build system|test suite|load balancer|
monitoring system|error budget|service|queue|migration|feature flag|rollout|search index|
order service|billing job|login page|data pipeline|mobile app|integration test|log parser|
config file|schema|batch job|runbook|root cause|memory leak|race condition|timeout|latency|
customer report|incident|post-mortem|design document|code review|pull request|backlog|sprint|
launch|prototype|metric|library|network|health check|rate limiter|scheduler|message broker|model|
report|release|fix|outage|query|script|tool|process|template|standard|problem|solution|decision|
deadline|roadmap|budget|plan|risk|goal|trade-off|experiment|hypothesis|baseline|benchmark|
proposal|review|meeting|conversation|workshop|presentation|feedback|question|answer|approach|
strategy|priority|requirement|constraint|dependency|interface|contract|endpoint|request|response|
payload|event|stream|topic|partition|cluster|node|server|container|image|region|zone|host|
process|thread|lock|transaction|table|column|index|record|row|key|value|token|session|user|
account|customer|client|vendor|partner|stakeholder|manager|director|engineer|designer|analyst|
intern|mentor|colleague|team|group|department|company|organization|market|product|feature|
project|task|ticket|issue|bug|defect|error|failure|crash|regression|warning|signal|pattern|trend|
spike|drop|increase|cost|price|revenue|margin|budget line|savings|refund|invoice|payment|order|
cart|shipment|warehouse|store|shop|website|page|form|button|menu|screen|layout|font|color|
picture|document|file|folder|disk|memory|processor|battery|device|phone|laptop|sensor|camera|
speaker|microphone|recording|transcript|sentence|word|story|example|lesson|mistake|habit|skill|
training|course|book|paper|article|note|list|summary|draft|version|branch|commit|merge|
conflict|diff|comment|change|update|upgrade|patch|backup|restore|snapshot|audit|policy|rule|
permission|role|secret|certificate|password|key rotation|encryption|vulnerability|threat|attack|
firewall|proxy|gateway|router|packet|connection|socket|port|address|domain|link|path|route|
map|city|country|office|room|desk|chair|door|window|car|train|flight|ticket queue|week|month|
quarter|year|morning|afternoon|evening|night|weekend|holiday|shift|rotation|handover|
escalation path|postponement|delay|bottleneck|workaround|shortcut|checklist|guideline|framework|
architecture|diagram|component|module|package|function|method|class|parameter|argument|variable|
constant|loop|condition|algorithm|heuristic|threshold|limit|quota|capacity|throughput|bandwidth|
traffic|load|peak|average|median|percentile|histogram|chart|graph|number|figure|result|outcome|
impact|benefit|value proposition|reason|cause|effect|consequence|behavior|expectation|promise|
agreement|commitment|responsibility|ownership|trust|respect|culture|morale|energy|focus|time|
money|effort|help|support|advice|information|knowledge|experience|evidence|data|logic|code|
documentation|communication|collaboration|visibility|reliability|availability|performance|
quality|safety|security|privacy|compliance|accessibility|usability|complexity|simplicity""".replace("\n", "").split("|")

PLURALS = """customers|users|engineers|teams|services|alerts|dashboards|metrics|logs|tickets|
incidents|requests|errors|failures|timeouts|retries|tests|deployments|releases|changes|reviews|
documents|meetings|questions|ideas|options|results|numbers|weeks|deadlines|goals|risks|costs|
payments|orders|refunds|complaints|messages|events|queues|tables|queries|servers|regions|
dependencies|stakeholders|managers|colleagues|partners|vendors|interviews|stories|examples|
mistakes|lessons|assumptions|trade-offs|experiments|features|bugs|drops|notifications|webhooks|
confirmations|credentials|permissions|certificates|backups|scripts|tools|templates|standards|
patterns|signals|details|steps|phases|milestones|requirements|constraints""".replace("\n", "").split("|")

ADJECTIVES = """critical|hidden|silent|shared|slow|broken|flaky|manual|new|old|customer facing|
internal|automated|intermittent|proactive|simple|complex|risky|weekly|quarterly|missing|duplicate|
expensive|unused|reliable|technical|main|first|second|final|small|large|big|early|late|clear|
vague|long|short|hard|easy|difficult|important|urgent|actual|exact|rough|careful|quick|strong|
weak|high|low|better|worse|best|worst|good|bad|great|happy|angry|busy|quiet|noisy|empty|full|
open|closed|public|private|local|remote|global|regional|legacy|modern|temporary|permanent|
partial|complete|wrong|right|different|similar|same|common|rare|regular|daily|monthly|annual|
healthy|unhealthy|stable|unstable|fast|safe|unsafe|secure|cheap|free|available|responsible|
visible|invisible|measurable|obvious|subtle|systemic|organizational|cross-team|senior|junior|
independent|dependent|external|legal|financial|commercial|personal|professional|real|realistic|
ambitious|minimal|optional|mandatory|default|custom|dynamic|static|random|gradual|sudden|recent|
upcoming|previous|current|next|last|entire|whole|single|double|multiple|several|remaining|
additional|extra|ready|tested|untested|documented|undocumented|delayed|lost|blue|green|red|
yellow|black|white|warm|cold|heavy|light|deep|wide|narrow|flat|round|sharp|soft|loud""".replace("\n", "").split("|")

ADVERBS = """quickly|slowly|carefully|proactively|eventually|finally|immediately|gradually|
directly|personally|independently|together|silently|manually|automatically|successfully|
consistently|repeatedly|regularly|rarely|often|always|never|sometimes|usually|already|recently|
currently|clearly|exactly|roughly|mostly|partly|fully|completely|simply|quietly|openly|early|
late|later|again|twice|locally|globally|internally|externally|safely|actively|deliberately|
honestly|frankly|surprisingly|unfortunately|fortunately|initially|originally|afterwards""".replace("\n", "").split("|")

# base, past; the -ing form is made by rule.
_VERBS = """notice|pull:pulled|trace|reproduce|write:wrote|add|submit:submitted|build:built|design|
fix|measure|analyze|propose|lead:led|own|investigate|review|test|deploy|automate|migrate|refactor:refactored|
document|escalate|present|simplify:simplified|remove|replace|monitor:monitored|track|validate|
verify:verified|create|launch|ship:shipped|rewrite:rewrote|profile|benchmark|diagnose|
debug:debugged|discover:discovered|identify:identified|flag:flagged|prioritize|negotiate|
coordinate|mentor:mentored|reduce|improve|increase|cut:cut|deliver:delivered|scope|share|
drive:drove|challenge|check|collect|compare|instrument|isolate|plan:planned|ask for:asked for|
push for:pushed for|look into:looked into|take over:took over|set up:set up|roll out:rolled out|
roll back:rolled back|work on:worked on|talk about:talked about|think about:thought about|
find:found|break:broke|lose:lost|win:won|see:saw|know:knew|make:made|get:got|give:gave|take:took|
keep:kept|leave:left|need|want|like|use|try:tried|change|move|start|stop:stopped|finish|open|
close|read:read|choose:chose|send:sent|receive|pay for:paid for|buy:bought|sell:sold|show:showed|
explain|describe|discuss|accept|reject|approve|decline|delay|estimate|schedule|cancel:canceled|
assign|hand over:handed over|delegate|train|teach:taught|learn about:learned about|hear about:heard about|
understand:understood|forget:forgot|remember|miss|avoid|prevent|detect|handle|support|maintain|
protect|recover:recovered|restore|scale|tune|configure|enable|disable|install|upgrade|patch|
archive|delete|copy:copied|split:split|merge|combine|connect|separate|rename|rebuild:rebuilt|
redesign|rethink:rethought|question|defend|demonstrate|quantify:quantified|report|publish|
announce|record|count|calculate|predict|confirm|adopt|drop:dropped|spot:spotted|clean up:cleaned up|
sign off on:signed off on|follow up on:followed up on|figure out:figured out""".replace("\n", "").split("|")


def _past(base):
    return base + "d" if base.endswith("e") else base + "ed"


def _ing(base):
    verb, _, rest = base.partition(" ")
    doubled = {"cut", "get", "set", "stop", "plan", "drop", "split", "ship", "flag", "spot",
               "debug", "submit", "win"}
    if verb in doubled:
        verb += verb[-1]
    elif verb.endswith("e") and not verb.endswith("ee"):
        verb = verb[:-1]
    return verb + "ing" + (" " + rest if rest else "")


VERBS = [(base, past or _past(base), _ing(base))
         for base, _, past in (entry.partition(":") for entry in _VERBS)]

PEOPLE = """the Platform team|my manager|the tech lead|another team|the product manager|
a senior engineer|the on-call engineer|our customers|the data team|the security team|my team|
two other teams|the leadership team|nobody|a new hire|the support team|the vendor|everybody|
the whole organization|someone from finance|my colleague|the director|the designers|one customer|
our biggest customer|the mobile team|the infrastructure team|the legal team|a principal engineer|
an intern|the other engineers|people in sales|the interviewer|my mentor|our VP|the CEO|the PM|
the QA team|Anna|David|Maria|James|Priya|Chen|Sarah|Tom|Elena|Omar""".replace("\n", "").split("|")

SUBJECTS = ["I"] * 12 + ["we"] * 8 + ["they"] * 2 + """she|he|you|the team|our team|my team|
the engineers|it|somebody|nobody|everyone|the Platform team|my manager|the customers|
people|Anna|David""".replace("\n", "").split("|")

TOOLS = """Kafka|Redis|Postgres|Kubernetes|Terraform|Python|Java|Rust|Slack|Jira|Docker|Linux|
Grafana|Jenkins|Oracle|Android|Excel|Lambda|Spark|Elastic|Go|Amazon|Google""".replace("\n", "").split("|")

# How letters are said, and how they are written.
LETTERS = {"A P I": "API", "S L O": "SLO", "S L Os": "SLOs", "S L A": "SLA", "P R": "PR",
           "P Rs": "PRs", "K P I": "KPI", "O K R": "OKR", "C P U": "CPU", "S Q L": "SQL",
           "U I": "UI", "Q A": "QA", "C I": "CI", "A W S": "AWS", "V P": "VP", "C E O": "CEO",
           "C T O": "CTO", "P M": "PM", "S D E": "SDE", "S D E two": "SDE2", "H R": "HR",
           "S three": "S3", "E C two": "EC2", "p ninety nine": "P99", "p fifty": "P50",
           "U R L": "URL", "H T T P": "HTTP", "D N S": "DNS", "A P Is": "APIs"}

WHY = """because customers were complaining|because it impacted our shared business goals|
even though no ticket existed|even though nobody asked me|so that we could catch future drops|
to handle transient failures|to improve visibility across teams|before the deadline|
after the release|in the same week|outside my team's scope|outside my sprint|
to recover lost revenue|to protect customer trust|without any extra headcount|
while I was on call|during peak traffic|with exponential backoff|by simulating network delays|
from the delivery logs|end to end|on my own|as a standard in their template|across regions|
for every customer|to prevent similar issues|with the tech lead|and verified the result|
instead of waiting|in front of the whole team|at the same time|as soon as possible|
over the weekend|behind a feature flag|in production|in staging|one by one|step by step|
from scratch|in the first place|at the end of the day|for the first time|in a hurry|
without asking anyone|with a clear owner|under pressure|against the plan|with their help|
because of the deadline|despite the risk|since nobody owned it|until it was stable|
unless something changed|if I remember correctly|as far as I know|to be honest|in my opinion""".replace("\n", "").split("|")

SHORT = """Yes.|No.|Sure.|Exactly.|That's right.|Not really.|Of course.|I think so.|I don't know.|
Good question.|Let me think.|Let me start with the situation.|That was it.|It worked.|It failed.|
It was hard.|We shipped it.|I shipped it.|I did.|We did.|They did.|I disagreed.|We agreed.|
I was wrong.|We were late.|I was the owner.|It was my decision.|It was our decision.|
My mistake.|Our mistake.|Thank you.|Thanks for the question.|Nothing changed.|Nobody noticed.|
Everybody was happy.|The team was happy.|We tried again.|I tried again.|And then it broke.|
So I asked.|So we asked.|But it was late.|Then we stopped.|Then I stopped.|I'm sure.|
We're not sure.|I'd do it again.|We'd do it again.|I've done that.|We've done that.|I'll explain.|
We'll see.|That's all.|That's my story.|That's our plan.|It's mine.|It's ours.|Mostly me.|
Mostly us.|Just me.|Just us.|The first one.|The second one.|Both of them.|None of them.|
All of it.|Some of it.|Right away.|Later that day.|The next morning.|One more thing.|
First of all.|At first.|In the end.|To sum up.|Long story short.|In short.|For example.|
So yeah.|Okay.|All right.|Well.|Maybe.|Probably.|Definitely.|Absolutely.""".replace("\n", "").split("|")
