"""Addresses of the loket, from the root."""

from django.urls import URLPattern, path

from matching.asides import views as asides
from matching.blocking import views as blocking
from matching.closing import views as closing
from matching.closing.approving.link_views import case_by_link
from matching.closing.approving.views import read_case, write_case_word
from matching.conversation import files as conversation_files
from matching.conversation import views as conversation
from matching.couplings import views as couplings
from matching.engagements.views import answering, choosing, following, inviting, leaving
from matching.engagements.views import own as engaged
from matching.helping.views import begin_help
from matching.joint import session_views
from matching.joint import views as joint
from matching.mail_in import views as mail_in
from matching.merging.views import merge_page
from matching.parts.views import answering as parts_answering
from matching.parts.views import correcting, dividing
from matching.proposals import views as proposals
from matching.requests.views import (
    bottlenecks,
    contacts,
    desk,
    files,
    kind,
    known,
    owner,
    problems,
    public,
    wizard,
    work_list,
)
from matching.requests.views.again import begin_again
from matching.steering import views as steering
from matching.teams.views import desk as team
from matching.teams.views import public as teams
from matching.teams.views import writing

app_name = "matching"

urlpatterns: list[URLPattern] = [
    path("loket/", public.start, name="start"),
    path("loket/knelpunten/", bottlenecks.show_bottlenecks, name="bottlenecks"),
    path("loket/aanvraag/", wizard.new, name="new"),
    path("loket/aanvraag/controle/", wizard.check, name="check"),
    path("loket/aanvraag/bekend/", known.show_known, name="known"),
    path("loket/aanvraag/bijlagen/", files.wizard_files, name="wizard_files"),
    path("loket/aanvraag/weggooien/<slug:token>/", wizard.delete_draft, name="delete_draft"),
    path("loket/aanvraag/<slug:name>/", wizard.step, name="step"),
    path("loket/werkvoorraad/", work_list.work, name="work_list"),
    path("loket/werkvoorraad/overnemen/", work_list.take_chosen, name="take_chosen"),
    path("loket/werkvoorraad/veranderen/", work_list.change_chosen, name="change_chosen"),
    path("loket/werkvoorraad/weergaven/", work_list.own_work_views, name="work_views"),
    path("loket/werkvoorraad/<slug:reference>/", desk.detail, name="request_detail"),
    path("loket/werkvoorraad/<slug:reference>/soort/", kind.choose, name="kind"),
    path("loket/werkvoorraad/<slug:reference>/problemen/", problems.correct, name="problems"),
    path("loket/werkvoorraad/<slug:reference>/eigenaar/", owner.assign, name="assign_owner"),
    path("loket/werkvoorraad/<slug:reference>/pakken/", desk.take, name="take"),
    path("loket/werkvoorraad/<slug:reference>/uitnodigen/<slug:slug>/", inviting.invite_page, name="invite"),
    path("loket/werkvoorraad/<slug:reference>/in-uitvoering/", begin_help, name="begin_help"),
    path("loket/uitnodigen/<slug:slug>/", choosing.invite_for, name="invite_for"),
    path("loket/uitnodigingen/<int:pk>/", following.desk_invitation, name="desk_invitation"),
    path("loket/uitnodigingen/<int:pk>/intrekken/", inviting.withdraw_page, name="invitation_withdraw"),
    path("loket/uitnodigingen/<int:pk>/gesprek/", asides.desk_invitation_aside, name="desk_invitation_aside"),
    path("loket/deelvragen/<int:pk>/gesprek/", asides.desk_part_aside, name="desk_part_aside"),
    path("mijn/uitnodigingen/<int:pk>/gesprek/", asides.invitation_aside, name="invitation_aside"),
    path("mijn/deelvragen/<int:pk>/gesprek/", asides.part_aside, name="part_aside"),
    path("gesprek-met-loket/<slug:token>/", asides.aside_link, name="aside_link"),
    path("loket/post/", mail_in.post, name="post"),
    path("loket/post/<int:pk>/", mail_in.post_mail, name="post_mail"),
    path("loket/post/<int:pk>/bijlage/<int:file>/", mail_in.post_file, name="post_file"),
    path("loket/werkvoorraad/<slug:reference>/deelvragen/", dividing.divide, name="parts"),
    path("loket/werkvoorraad/<slug:reference>/antwoord/", dividing.one_answer, name="one_answer"),
    path("loket/regels/", blocking.rule_list, name="rules"),
    path("loket/regels/<int:pk>/", blocking.rule_page, name="rule"),
    path("loket/werkvoorraad/<slug:reference>/regel/", blocking.rule_of_request, name="rule_of_request"),
    path("loket/werkvoorraad/<slug:reference>/verband/", joint.joint_page, name="joint"),
    path("loket/werkvoorraad/<slug:reference>/verband/los/", joint.unlink, name="unlink"),
    path("loket/werkvoorraad/<slug:reference>/samenvoegen/", merge_page, name="merge"),
    path("loket/deelvragen/<int:pk>/", dividing.desk_part, name="desk_part"),
    path("loket/deelvragen/<int:pk>/gelezen/", correcting.read_correction, name="part_correction_read"),
    path("mijn/deelvragen/<int:pk>/verbeteren/", correcting.correct_own_part, name="part_correct"),
    path("mijn/deelvragen/", parts_answering.own_parts, name="own_parts"),
    path("mijn/deelvragen/<int:pk>/", parts_answering.own_part, name="own_part"),
    path("mijn/verzoeken/", public.own, name="own"),
    path("mijn/verzoeken/<slug:reference>/", public.status, name="status"),
    path("mijn/verzoeken/<slug:reference>/intrekken/", public.withdraw, name="withdraw"),
    path("mijn/verzoeken/<slug:reference>/opnieuw/", begin_again, name="start_again"),
    path("mijn/verzoeken/<slug:reference>/contactpersonen/", contacts.contacts_page, name="contacts"),
    path("mijn/uitnodigingen/", engaged.own_invitations, name="invitations"),
    path("mijn/uitnodigingen/<int:pk>/", answering.own_invitation, name="invitation"),
    path("mijn/opdrachten/<int:pk>/", engaged.own_mission, name="mission"),
    path("mijn/opdrachten/<int:pk>/stoppen/", leaving.stop_own_mission, name="mission_stop"),
    path("uitnodiging/<slug:token>/", answering.invitation_by_link, name="invitation_link"),
    path("loket/werkvoorraad/<slug:reference>/voorstel/", proposals.propose, name="propose"),
    path("loket/werkvoorraad/<slug:reference>/terughalen/", proposals.recall, name="recall"),
    path("mijn/verzoeken/<slug:reference>/voorstel/", proposals.answer_offer, name="answer_offer"),
    path("loket/verzoek/<slug:reference>/gesprek/", conversation.thread, name="thread"),
    path(
        "loket/verzoek/<slug:reference>/bijlage/<int:pk>/",
        conversation_files.request_file,
        name="request_file",
    ),
    path("loket/verzoek/<slug:reference>/toezeggingen/", conversation.promises, name="promises"),
    path("gesprek/<slug:token>/", conversation.thread_link, name="thread_link"),
    path("loket/verzoek/<slug:reference>/afronden/", closing.close, name="close"),
    path("mijn/verzoeken/<slug:reference>/sessie/", session_views.session_page, name="joint_session"),
    path(
        "mijn/verzoeken/<slug:reference>/sessie/agenda.ics",
        session_views.session_calendar,
        name="joint_calendar",
    ),
    path("mijn/verzoeken/<slug:reference>/hielp-niet/", closing.not_helped, name="not_helped"),
    path("mijn/verzoeken/<slug:reference>/nazorg/<int:months>/", closing.follow_up, name="follow_up"),
    path("mijn/verzoeken/<slug:reference>/voorbeeld/", closing.draft_case, name="draft_case"),
    path("mijn/meelezen/<int:pk>/", read_case, name="read_case"),
    path("mijn/meelezen/<int:pk>/opschrijven/<int:mission>/", write_case_word, name="write_case_word"),
    path("meelezen/<str:key>/", case_by_link, name="case_link"),
    path("loket/cijfers/", steering.show_figures, name="figures"),
    path("loket/cijfers/verzoeken.<slug:form>", steering.export, name="figures_export"),
    path("koppelingen/", couplings.list_couplings, name="couplings"),
    path("koppelingen/<int:pk>/", couplings.show_coupling, name="coupling"),
    path("koppelingen/<int:pk>/wijzigen/", couplings.change_coupling, name="coupling_change"),
    path("koppelingen/<int:pk>/bezoek/", couplings.new_visit, name="coupling_visit"),
    path("koppelingen/<int:pk>/bezoek/<int:visit>/", couplings.tell_of_visit, name="coupling_visit_report"),
    path(
        "koppelingen/<int:pk>/bezoek/<int:visit>/weg/", couplings.cancel_visit, name="coupling_visit_cancel"
    ),
    path("loket/koppelingen/nieuw/", couplings.new_coupling, name="coupling_new"),
    path("adoptieteams/", teams.list_teams, name="public_teams"),
    path("adoptieteams/<int:pk>/", teams.public_team, name="public_team"),
    path("loket/verzoek/<slug:reference>/adoptieteam/", team.team_page, name="team"),
    path("loket/verzoek/<slug:reference>/adoptieteam/maken/", team.make, name="team_make"),
    path("loket/verzoek/<slug:reference>/adoptieteam/doen/", team.press, name="team_press"),
    path("loket/verzoek/<slug:reference>/adoptieteam/wijzigen/", writing.change_team, name="team_change"),
    path("loket/verzoek/<slug:reference>/adoptieteam/lid/", writing.seat_member, name="team_member"),
    path("loket/verzoek/<slug:reference>/adoptieteam/lessen/", writing.write_lessons, name="team_lessons"),
    path(
        "loket/verzoek/<slug:reference>/adoptieteam/blokkade/", writing.write_blockade, name="team_blockade"
    ),
    path(
        "loket/verzoek/<slug:reference>/adoptieteam/blokkade/<int:pk>/",
        writing.change_blockade,
        name="team_blockade_change",
    ),
    path(
        "loket/verzoek/<slug:reference>/adoptieteam/blokkade/<int:pk>/doorbraak/",
        writing.break_blockade,
        name="team_breakthrough",
    ),
]
