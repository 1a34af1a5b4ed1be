"""How long each table of the core, and of the libraries, is kept. docs/data-protection.md tells it to people."""

from krachtwijken.core.retention import NO_PERSON, register_kept

WITH_ITS_PAGE = "as long as the page, image or document that it belongs to; the redactie removes those"
WITH_ITS_ACCOUNT = "as long as the account"

register_kept("7 days after it was done, 30 days after it was given up", "core.OutboxRow")
register_kept("90 days", "core.MailMessage", rule="core.mail")
register_kept("90 days", "core.NightlyRun")
register_kept("for good: codes and numbers, never names or texts", "core.AuditEvent")
register_kept(
    NO_PERSON,
    "core.Theme",
    "core.ProblemLabel",
    "core.Gemeente",
    "core.Wijk",
    "core.Organisation",
    "core.MailText",
)
register_kept(
    "as long as it is shown: addresses of an organisation, not of a person", "core.ProgrammeContact"
)
register_kept("twelve hours after it was last used", "sessions.Session", rule="core.sessions")
register_kept(
    WITH_ITS_PAGE,
    "wagtailcore.Page", "wagtailcore.Revision", "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry",
    "wagtailcore.Comment", "wagtailcore.CommentReply", "wagtailcore.WorkflowState", "wagtailcore.TaskState",
    "wagtailcore.UploadedFile", "wagtaildocs.Document", "wagtailimages.Image", "wagtailimages.Rendition",
    "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry",
)  # fmt: skip
register_kept(
    WITH_ITS_ACCOUNT,
    "wagtailusers.UserProfile", "wagtailcore.APIToken", "wagtailcore.PageSubscription",
    "wagtailadmin.EditingSession", "wagtailadmin.FormState",
)  # fmt: skip
register_kept(
    NO_PERSON,
    "wagtailredirects.Redirect", "wagtailadmin.Admin", "wagtailcore.Locale", "wagtailcore.Site",
    "wagtailcore.GroupSitePermission", "wagtailcore.CollectionViewRestriction", "wagtailcore.Collection",
    "wagtailcore.GroupCollectionPermission", "wagtailcore.WorkflowContentType", "wagtailcore.Workflow",
    "wagtailcore.WorkflowTask", "wagtailcore.Task", "wagtailcore.GroupApprovalTask", "wagtailcore.GroupPagePermission",
    "wagtailcore.PageViewRestriction", "wagtailcore.WorkflowPage", "wagtailcore.ReferenceIndex", "taggit.Tag",
    "taggit.TaggedItem", "auth.Permission", "auth.Group", "contenttypes.ContentType",
)  # fmt: skip
