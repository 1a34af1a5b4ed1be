"""StreamField blocks that every page type may use: few, and each searchable."""

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class SectionBlock(blocks.StructBlock):
    """A heading with the text below it: one passage for search."""

    heading = blocks.CharBlock(label="Kopje", max_length=120)
    text = blocks.RichTextBlock(label="Tekst", features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "title"
        label = "Kopje met tekst"
        template = "core/blocks/section.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citaat")
    who = blocks.CharBlock(label="Wie (functie, geen naam)", required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = "Citaat"
        template = "core/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Afbeelding")
    alt = blocks.CharBlock(label="Beschrijving voor wie de afbeelding niet ziet", max_length=200)
    caption = blocks.CharBlock(label="Onderschrift", required=False, max_length=200)

    class Meta:
        icon = "image"
        label = "Afbeelding"
        template = "core/blocks/figure.html"


class BodyBlock(blocks.StreamBlock):
    section = SectionBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
