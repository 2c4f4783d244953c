"""Words of one field of government work: who asks about a sewer means the unit for wastewater.

Missions are short and letters say the same in other words. Each line holds words that people use for one
field; a word of a text then speaks, less loudly than the same word would, for a unit whose mission has
another of its line. The lines are the fields of the federal budget's functions and of the offices that
every agency has; words that also mean something else (pay, leave, well) are left out.
"""

from __future__ import annotations

from functools import lru_cache

from analysis.routing.stems import stem

FIELDS = (
    # what every agency has
    "cyber cybersecurity phishing multifactor authentication password login malware ransomware firewall "
    "encryption software hardware server laptop network cloud computing website computer hacker hacked "
    "breached helpdesk",
    "budget appropriation unobligated obligation outlay apportionment rescission accounting audited "
    "ledger balances reprogramming",
    "payment overpayment improper reimbursement invoice recoup",
    "lawsuit litigation court sued plaintiff defendant settlement injunction subpoena attorney legal "
    "counsel judicial",
    "ethics recusal gift divest",
    "hire hiring recruit recruitment vacancy vacant staffing applicant job workforce employee salary "
    "telework retirement furlough probationary supervisor union bargaining appraisal onboarding",
    "fraud waste abuse whistleblower kickback bribery embezzlement investigate misconduct",
    "congress congressional senator representative committee subcommittee testify testimony briefing "
    "legislative governor mayor county commissioner constituent intergovernmental",
    "press media newspaper journalist reporter interview photograph broadcast editorial speech podcast "
    "publicity",
    "contract contractor contracting procurement acquisition vendor solicitation bidder sole-source bid "
    "subcontract debarment",
    "grant grantee subaward",
    "foia disclosure redaction withheld unredacted requester",
    "privacy biometric",
    "disability disabled blind deaf wheelchair accessible accessibility accommodation interpreter "
    "discrimination nondiscrimination harassment",
    "set-aside woman-owned veteran-owned minority-owned hubzone entrepreneur disadvantaged",
    "continuity emergency evacuation disaster preparedness fema",
    "clearance cleared vetting badge classified declassification",
    "building lease leased facility warehouse headquarters janitorial parking renovation elevator",
    "vehicle fleet automobile truck charging gasoline",
    "records archives archival retention disposition recordkeeping",
    "paperwork questionnaire",
    "statistic dataset metadata survey",
    "cost-benefit benefit-cost economist econometric",
    # what some agencies do
    "water drinking tap faucet potable sewer sewage wastewater septic nitrate",
    "loan lend lender borrower mortgage refinancing guarantee debt",
    "dam reservoir levee lock barge towboat navigation dredge dredging channel spillway hydropower "
    "flood floodgate",
    "gauge streamflow hydrologic runoff snowpack drought groundwater aquifer forecast precipitation",
    "weather hurricane tornado radar storm meteorology",
    "wildfire fire firefighter smoke burn smokejumper hotshot airtanker fuels arson",
    "forest timber logging tree sawmill reforestation",
    "ranch rancher cattle livestock graze grazing pasture herd sheep horse burro allotment",
    "farm farmer crop agriculture agricultural harvest pesticide fertilizer grain dairy meat poultry "
    "slaughter",
    "fish fishery hatchery salmon trout sturgeon mussel carp spawning angler aquatic fishing",
    "wildlife species endangered habitat bird waterfowl bat wolf biological biologist poaching hunter",
    "tribe tribal indian reservation native indigenous ancestral funerary repatriation sacred",
    "broadband internet fiber wireless tower spectrum telecommunications cellular connectivity",
    "oil gas drilling pipeline coal mine mining mineral royalty orphaned methane reclamation lithium",
    "electricity grid transmission utility kilowatt solar wind turbine renewable nuclear reactor uranium",
    "pollution contaminant contaminated cleanup hazardous superfund smelter landfill toxic emission",
    "environmental environment nepa scoping",
    "science scientific scientist research laboratory",
    "treaty embassy foreign consular boundary diplomat diplomatic bilateral international abroad "
    "overseas delegation",
    "visa passport immigration immigrant refugee asylum naturalization border deportation",
    "youth student pupil classroom teacher school intern internship apprentice apprenticeship volunteer",
    "university college tuition scholarship curriculum literacy",
    "campground campsite trail hike hiker park visitor recreation marina concession concessioner picnic "
    "tourist tourism",
    "police officer ranger crime criminal arrest citation poacher body-worn bodycam patrol trespass",
    "appeal appellate appellant docket adjudication tribunal judge",
    "highway road bridge pavement transit railroad rail bus motorist traffic",
    "aviation aircraft airport pilot airspace drone flight airline",
    "ship vessel maritime port harbor seafarer mariner coast lighthouse ferry",
    "health hospital physician doctor nurse patient medical clinic vaccine disease outbreak opioid epidemic",
    "drug pharmaceutical medicine pharmacy prescription",
    "veteran servicemember pension survivor burial cemetery",
    "military army navy troops soldier sailor airman battalion deployment weapon munition",
    "housing tenant rent rental landlord homeless eviction voucher",
    "tax taxpayer refund irs deduction withholding",
    "tariff export import customs duty trade quota dumping",
    "bank banking credit deposit currency sanctions",
    "worker labor wage overtime workplace unemployment strike",
    "prison prisoner inmate parole sentencing",
    "food nutrition snap hunger lunch meal recall",
    "museum library artifact heritage monument historic preservation",
    "space satellite orbit rocket astronaut",
    "consumer warranty scam",
    "election ballot voter voting",
)


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, line in enumerate(FIELDS):
        for word in line.split():
            found.setdefault(stem(word), []).append(number)
    return {word: tuple(dict.fromkeys(numbers)) for word, numbers in found.items()}


def fields_of(stemmed: str) -> tuple[int, ...]:
    """The numbers of the fields to which a stemmed word belongs."""
    return _by_word().get(stemmed, ())
