"""What the content management of Wagtail answers: every address of it stands here once, or the build fails.

`test_admin_matrix.py` asks each as every role, opened and sent to, on things that belong to nobody in particular
(`admin_objects.py`). Other roles get a 403, visitors the login page.
"""

# Icons and words for scripts; the pages behind them are closed.
EVERYBODY = frozenset(
    """
    admin/^.*/$ wagtailadmin_error_test wagtailadmin_javascript_catalog wagtailadmin_sprite
    """.split()
)
# To the one login page.
SIDE_DOORS = frozenset(
    """
    side_door_admin_login side_door_admin_reset wagtailadmin_login wagtailadmin_logout wagtailadmin_password_reset
    wagtailadmin_password_reset_complete wagtailadmin_password_reset_confirm wagtailadmin_password_reset_done
    """.split()
)
# Whoever edits anything; what they show is cut to what somebody may see (accounts/test_admin_sight.py).
EVERY_EDITOR = frozenset(
    """
    admin/test404/ case_import case_import_confirm case_import_detail case_import_drop case_import_template
    centre_figures centre_figures_csv
    document_texts document_texts_results page_types_usage page_types_usage_results
    gemeente_chooser:choose gemeente_chooser:choose_results gemeente_chooser:chosen
    gemeente_chooser:chosen_multiple wijk_chooser:choose wijk_chooser:choose_results wijk_chooser:chosen
    wijk_chooser:chosen_multiple writing_help
    wagtail_bulk_action wagtailadmin_account
    wagtailadmin_api:documents:detail wagtailadmin_api:documents:find wagtailadmin_api:documents:listing
    wagtailadmin_api:images:detail wagtailadmin_api:images:find wagtailadmin_api:images:listing
    wagtailadmin_api:pages:action wagtailadmin_api:pages:detail wagtailadmin_api:pages:find
    wagtailadmin_api:pages:listing wagtailadmin_block_preview wagtailadmin_choose_page
    wagtailadmin_choose_page_anchor_link wagtailadmin_choose_page_chosen_multiple
    wagtailadmin_choose_page_email_link wagtailadmin_choose_page_external_link wagtailadmin_choose_page_phone_link
    wagtailadmin_choose_page_search wagtailadmin_collections:delete wagtailadmin_dismissibles
    wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release wagtailadmin_explore_root
    wagtailadmin_home wagtailadmin_pages:choose_parent wagtailadmin_pages:search
    wagtailadmin_pages:search_results wagtailadmin_pages:type_use wagtailadmin_pages:type_use_results
    wagtailadmin_reports:aging_pages wagtailadmin_reports:aging_pages_results wagtailadmin_reports:page_types_usage
    wagtailadmin_reports:page_types_usage_results wagtailadmin_reports:site_history
    wagtailadmin_reports:site_history_results wagtailadmin_reports:workflow wagtailadmin_reports:workflow_results
    wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results wagtailadmin_tag_autocomplete
    wagtailadmin_tag_model_autocomplete wagtailadmin_workflows:add_task wagtailadmin_workflows:task_chooser
    wagtailadmin_workflows:task_chooser_create wagtailadmin_workflows:task_chooser_results
    wagtailadmin_workflows:task_chosen wagtaildocs:add wagtaildocs:add_multiple
    wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple wagtaildocs:index
    wagtaildocs:index_results wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results
    wagtaildocs_chooser:chosen_multiple wagtaildocs_chooser:create wagtailimages:add wagtailimages:add_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple wagtailimages:index
    wagtailimages:index_results wagtailimages:url_generator wagtailimages:url_generator_output
    wagtailimages_chooser:choose wagtailimages_chooser:choose_results wagtailimages_chooser:chosen_multiple
    wagtailimages_chooser:create wagtailsettings:edit wagtailsettings:preview_on_edit
    """.split()
)
# Redactie and beheer; of pages and files an editor of a centre gets as far as the own section.
REDACTIE = frozenset(
    """
    wagtailadmin_choose_page_child wagtailadmin_explore wagtailadmin_explore_results
    wagtailadmin_pages:collect_workflow_action_data wagtailadmin_pages:confirm_workflow_cancellation
    wagtailadmin_pages:convert_alias wagtailadmin_pages:copy wagtailadmin_pages:delete wagtailadmin_pages:edit
    wagtailadmin_pages:history wagtailadmin_pages:history_results wagtailadmin_pages:lock wagtailadmin_pages:move
    wagtailadmin_pages:move_confirm
    wagtailadmin_pages:preview_on_edit wagtailadmin_pages:revisions_compare wagtailadmin_pages:revisions_index
    wagtailadmin_pages:revisions_revert wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:revisions_view
    wagtailadmin_pages:set_page_position wagtailadmin_pages:set_privacy wagtailadmin_pages:unlock
    wagtailadmin_pages:usage wagtailadmin_pages:view_draft wagtailadmin_pages:workflow_action
    wagtailadmin_pages:workflow_history wagtailadmin_pages:workflow_history_detail wagtailadmin_reports:locked_pages
    wagtailadmin_reports:locked_pages_results wagtaildocs:delete wagtaildocs:delete_multiple
    wagtaildocs:document_usage wagtaildocs:edit wagtaildocs:edit_multiple wagtaildocs_chooser:chosen
    wagtailimages:delete wagtailimages:delete_multiple wagtailimages:edit wagtailimages:edit_multiple
    wagtailimages:image_usage wagtailimages:preview wagtailimages_chooser:chosen wagtailimages_chooser:select_format
    wagtailredirects:add wagtailredirects:delete wagtailredirects:edit wagtailredirects:index
    wagtailredirects:index_results wagtailredirects:process_import wagtailredirects:start_import
    wagtailsnippetchoosers_search_askedquery:choose wagtailsnippetchoosers_search_askedquery:choose_results
    wagtailsnippetchoosers_search_askedquery:chosen wagtailsnippetchoosers_search_askedquery:chosen_multiple
    wagtailsnippetchoosers_search_wordentry:choose wagtailsnippetchoosers_search_wordentry:choose_results
    wagtailsnippetchoosers_search_wordentry:chosen wagtailsnippetchoosers_search_wordentry:chosen_multiple
    wagtailsnippetchoosers_search_wordentry:create wagtailsnippets_search_askedquery:edit
    wagtailsnippets_search_askedquery:history wagtailsnippets_search_askedquery:history_results
    wagtailsnippets_search_askedquery:list wagtailsnippets_search_askedquery:list_results
    wagtailsnippets_search_askedquery:usage wagtailsnippets_search_wordentry:add
    wagtailsnippets_search_wordentry:delete wagtailsnippets_search_wordentry:edit
    wagtailsnippets_search_wordentry:history wagtailsnippets_search_wordentry:history_results
    wagtailsnippets_search_wordentry:list wagtailsnippets_search_wordentry:list_results
    wagtailsnippets_search_wordentry:usage
    """.split()
)
# Beheer alone.
BEHEER = frozenset(
    """
    wagtailadmin_workflows:add wagtailadmin_workflows:disable wagtailadmin_workflows:disable_task
    wagtailadmin_workflows:edit wagtailadmin_workflows:edit_task wagtailadmin_workflows:enable
    wagtailadmin_workflows:enable_task wagtailadmin_workflows:index wagtailadmin_workflows:index_results
    wagtailadmin_workflows:remove wagtailadmin_workflows:select_task_type wagtailadmin_workflows:task_index
    wagtailadmin_workflows:task_index_results wagtailadmin_workflows:usage wagtailadmin_workflows:usage_results
    wagtailsites:add wagtailsites:copy wagtailsites:delete wagtailsites:edit wagtailsites:history
    wagtailsites:history_results wagtailsites:index wagtailsites:index_results wagtailsites:usage
    wagtailusers_users:add wagtailusers_users:copy wagtailusers_users:delete wagtailusers_users:edit
    wagtailusers_users:history wagtailusers_users:history_results wagtailusers_users:index
    wagtailusers_users:index_results wagtailusers_users:usage
    wagtailsnippetchoosers_accounts_maildomain:choose wagtailsnippetchoosers_accounts_maildomain:choose_results
    wagtailsnippetchoosers_accounts_maildomain:chosen wagtailsnippetchoosers_accounts_maildomain:chosen_multiple
    wagtailsnippetchoosers_accounts_maildomain:create wagtailsnippets_accounts_maildomain:add
    wagtailsnippets_accounts_maildomain:delete wagtailsnippets_accounts_maildomain:edit
    wagtailsnippets_accounts_maildomain:history wagtailsnippets_accounts_maildomain:history_results
    wagtailsnippets_accounts_maildomain:list wagtailsnippets_accounts_maildomain:list_results
    wagtailsnippets_accounts_maildomain:usage
    wagtailsnippetchoosers_core_mailtext:choose wagtailsnippetchoosers_core_mailtext:choose_results
    wagtailsnippetchoosers_core_mailtext:chosen wagtailsnippetchoosers_core_mailtext:chosen_multiple
    wagtailsnippetchoosers_core_mailtext:create wagtailsnippets_core_mailtext:add
    wagtailsnippets_core_mailtext:delete wagtailsnippets_core_mailtext:edit
    wagtailsnippets_core_mailtext:history wagtailsnippets_core_mailtext:history_results
    wagtailsnippets_core_mailtext:list wagtailsnippets_core_mailtext:list_results
    wagtailsnippets_core_mailtext:preview_on_add wagtailsnippets_core_mailtext:preview_on_edit
    wagtailsnippets_core_mailtext:revisions_compare wagtailsnippets_core_mailtext:revisions_revert
    wagtailsnippets_core_mailtext:revisions_view wagtailsnippets_core_mailtext:usage
    """.split()
)
# Nobody by role: asked of what the test makes, these are refused to every role.
NOBODY = frozenset(
    """
    gemeente_chooser:create wijk_chooser:create
    wagtailadmin_collections:add wagtailadmin_collections:edit wagtailadmin_collections:index
    wagtailadmin_collections:set_privacy wagtailadmin_pages:add wagtailadmin_pages:add_subpage
    wagtailadmin_pages:preview_on_add wagtailadmin_pages:unpublish
    wagtailadmin_pages:workflow_preview wagtailsnippetchoosers_search_askedquery:create wagtailsnippets:index
    wagtailsnippets_search_askedquery:add wagtailsnippets_search_askedquery:copy
    wagtailsnippets_search_askedquery:delete wagtailusers_groups:add wagtailusers_groups:delete
    wagtailusers_groups:edit wagtailusers_groups:history wagtailusers_groups:history_results
    wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:usage
    """.split()
)
