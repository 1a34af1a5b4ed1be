from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Loket"

    def ready(self) -> None:
        from expertpool.directory.providers import end_asks, open_work
        from expertpool.doubles.providers import move_work
        from expertpool.grid.providers import current_load, open_demand
        from expertpool.own_data import more_own_data, more_own_terms, own_missions
        from knowledge.contributions.provided import first_readers
        from knowledge.figures.provided import proposed_pages
        from krachtwijken.accounts.body_limit import opens_thread
        from krachtwijken.accounts.open_work import open_for_account
        from krachtwijken.core.discovery import couplings_of_wijk, open_requests
        from matching.advice.room import taken_room
        from matching.closing.approving.services import ask_readers
        from matching.conversation.selectors import is_open_key
        from matching.couplings.selectors import public_lines_of_wijk
        from matching.engagements.load import taken_by_profile
        from matching.engagements.own_data import missions_of_profile
        from matching.engagements.services.settling import end_asks_of_profile
        from matching.moving import move_work_of_profile
        from matching.own_data import loket_data_of_profile, own_terms_of_loket
        from matching.own_work import open_lines_of_account, open_work_of_person
        from matching.parts.selectors import find_unused_answers
        from matching.proposals.led import count_proposed_pages
        from matching.requests.demand import count_open_by_cell
        from matching.requests.selectors import count_open_by_problem
        from matching.requests.turns import with_turn
        from matching.requests.unused_answers import unused_answers
        from matching.turns import add_turn

        first_readers.register(ask_readers)
        opens_thread.register(is_open_key)
        open_for_account.register(open_lines_of_account)
        proposed_pages.register(count_proposed_pages)
        couplings_of_wijk.register(public_lines_of_wijk)
        open_requests.register(count_open_by_problem)
        own_missions.register(missions_of_profile)
        more_own_data.register(loket_data_of_profile)
        move_work.register(move_work_of_profile)
        open_work.register(open_work_of_person)
        end_asks.register(end_asks_of_profile)
        more_own_terms.register(own_terms_of_loket)
        taken_room.register(taken_by_profile)
        current_load.register(taken_by_profile)
        open_demand.register(count_open_by_cell)
        with_turn.register(add_turn)
        unused_answers.register(find_unused_answers)
