"""Words that any letter may hold whatever it is about: they speak for a unit, but softly."""

from __future__ import annotations

from analysis.routing.stems import stem

_WORDS = (
    "ability accept accord account achieve add address advance affect again agree aid allow already "
    "although amount announce answer appear apply approach area arrange ask assist attend authority "
    "available award balance base basis become begin believe best better big bring build business buy "
    "call care carry case cause center change charge check choose city claim clear close collect come "
    "common community company complete concern conduct consult contact continue control cost could "
    "country county course cover create current cut deal decide decision deliver demand depend detail "
    "difference difficult direct discuss do double draw due early easy effect effort employ end enough "
    "enter entire even event ever every example expand expect experience extend face fact fail fall "
    "family far fear feel few field fill final find finish firm first fit fix follow force form former "
    "free full fund future gain get give go good great ground grow guide half hand happen hard have hear "
    "help high hold home hope hour house idea important improve increase individual industry information "
    "inside instead interest issue it item job join keep kind know lack large last late lay learn least "
    "leave less let letter level life light like limit line little live local long look lose lot low main "
    "maintain major man manage many mark market matter mean measure might mind minute miss money month "
    "more most move much name nation national near need neighbor never new next night nothing notice "
    "number obtain occur offer old open operate operator order organize own owner part pass past pay "
    "percent period permit place point poor position possible prepare present prevent problem process "
    "produce product project promise proper propose protect prove purpose put question quick raise rate "
    "reach read ready real reason receive recent record reduce regard region relate release remain remove "
    "repair repeat replace require resource respond response rest restore result return reveal right rise "
    "role rule run safe same save schedule school season seat see seek seem sell send sense serve set "
    "several share short show shut side sign similar simple single site size small so society solve some "
    "sort source special specific stand start state station stay step still stop store street strong "
    "study subject such suffer suggest support sure system take talk task team tell term test text then "
    "thing think time today together tomorrow too total town track trade travel treat true try turn type "
    "under understand until up upon use usual value various very view village visit wait walk want warn "
    "acquire adopt assistance class classes collect comply conform designate determine function guide impose "
    "incorporate interior intervene intervention jurisdiction notify participate practice prescribe prohibit "
    "recommend relevant revise solicit specify submit substantive transmit waive "
    "compliance financial human property proposal proposals "
    "bureau calendar file language native personally portion speaker strike student "
    "watch way week well whole why win wish word work world worth write wrong year young "
)
EVERYDAY = frozenset(stem(word) for word in _WORDS.split())
