from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "krachtwijken.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from krachtwijken.accounts import account_trail, mail_text_trail, page_trail, signals, trail
        from krachtwijken.accounts.groups import ensure_role_groups

        post_migrate.connect(ensure_role_groups, sender=self, dispatch_uid="accounts.role_groups")
        signals.watch_sessions()
        trail.watch_accounts()
        account_trail.watch_changes()
        page_trail.watch_pages()
        mail_text_trail.watch_mail_texts()
