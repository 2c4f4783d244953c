import pytest

from extractors.language import language_of

ENGLISH = "The agency shall submit its report to the Office within thirty days of the date of this order."
SAMPLES = {
    "en": ENGLISH,
    "es": "Le escribo para pedir que la oficina revise los documentos que fueron enviados por mi familia.",
    "fr": "Nous vous prions de bien vouloir examiner cette demande dans les délais avec les pièces.",
    "de": "Wir bitten Sie, die Unterlagen zu prüfen und uns bis zum Ende des Monats eine Antwort zu geben.",
    "pt": "Venho por meio desta pedir que os documentos sejam analisados com urgência pela equipe do senhor.",
    "it": "Vi chiediamo di esaminare la nostra richiesta e di inviare una risposta alla sede del comune.",
    "nl": "Wij verzoeken u om de aanvraag te beoordelen en ons voor het einde van de maand te antwoorden.",
    "ru": "Просим рассмотреть наше обращение и направить ответ в установленный законом срок.",
    "zh": "请贵机关审查本申请并在三十日内书面答复，谢谢您的帮助与支持，此致敬礼。",
    "ja": "この申請書を審査し、三十日以内に書面で回答してくださいますようお願いいたします。",
    "ko": "이 신청서를 검토하시고 삼십 일 이내에 서면으로 답변하여 주시기 바랍니다.",
    "ar": "نرجو منكم مراجعة هذا الطلب والرد علينا كتابة خلال ثلاثين يوما من تاريخه.",
}


@pytest.mark.parametrize(("code", "text"), SAMPLES.items())
def test_the_language_of_a_letter_is_told(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "12/05 4471-B", "Yes.", "x1 y2 z3 " * 20])
def test_too_little_to_tell_is_none(text: str) -> None:
    assert language_of(text) is None


def test_names_and_citations_do_not_hide_english() -> None:
    assert (
        language_of("31 U.S.C. 901; 40 CFR 52; Müller & Söhne GmbH v. the State of Ohio. " + ENGLISH) == "en"
    )


def test_an_english_cover_does_not_hide_a_foreign_letter() -> None:
    assert language_of(ENGLISH + "\n\n" + (SAMPLES["es"] + " ") * 400) == "es"


def test_time_does_not_grow_with_the_text() -> None:
    assert language_of("word " * 2_000_000) is None
