"""The front door: builds the application and registers every page. One page shows the whole URL map."""

from flask import Flask

from config import Settings
from marketplace.accounts import views as accounts
from marketplace.accounts.addresses import views as addresses
from marketplace.accounts.codes import views as codes
from marketplace.accounts.commands import commands as accounts_commands
from marketplace.accounts.devices import views as devices
from marketplace.accounts.factors import proving
from marketplace.accounts.factors import views as factors
from marketplace.accounts.sessions import bind_sessions
from marketplace.commands import add_groups
from marketplace.demo import views as demo
from marketplace.documents import staff as desk_documents
from marketplace.documents.commands import commands as documents_commands
from marketplace.extensions import login_manager
from marketplace.ledger.commands import commands as ledger_commands
from marketplace.machine import settings_of_machine
from marketplace.notices import unsubscribing
from marketplace.notices import views as notices
from marketplace.places import views as places
from marketplace.places.commands import commands as places_commands
from marketplace.policies import staff as desk_policies
from marketplace.policies import views as policies
from marketplace.policies.commands import commands as policies_commands
from marketplace.trail import staff as desk_trail
from marketplace.web import assets, design, health, language, media, navigation, offline, signed_files
from marketplace.web.application import build_application
from orders.answering import views as answering
from orders.books import staff as desk_books
from orders.buying import direct as buying_direct
from orders.buying import invoice as buying_invoice
from orders.buying import returns
from orders.buying import views as buying
from orders.carriers import staff as desk_carriers
from orders.carriers import webhooks as carrier_notices
from orders.carts import views as carts
from orders.checkout import views as checkout
from orders.checks import AUDITS
from orders.commissions import staff as desk_commissions
from orders.contracts import views as contracts
from orders.conversations import seller as seller_questions
from orders.conversations import views as conversations
from orders.coupons import seller as seller_coupons
from orders.coupons import staff as desk_coupons
from orders.crediting import seller as seller_credits
from orders.crediting import staff as desk_credits
from orders.declarations import seller as tax
from orders.declarations import staff as desk_taxes
from orders.desk import staff as desk_orders
from orders.direct import staff as desk_direct
from orders.exports import seller as exports
from orders.figures import seller as figures
from orders.fulfilment import direct as seller_direct
from orders.fulfilment import following as seller_parcels
from orders.fulfilment import seller as seller_orders
from orders.fulfilment.queries import numbers_of
from orders.many import seller as seller_many
from orders.moderation import staff as desk_reports
from orders.moderation import views as moderated
from orders.papers import seller as seller_papers
from orders.partner import staff as desk_partner
from orders.partner.commands import holding
from orders.paying import views as paying
from orders.payments import staff as desk_payments
from orders.payments import webhooks as bank_notices
from orders.personal import staff as desk_personal
from orders.personal import views as personal
from orders.programme import staff as desk_programme
from orders.returns import seller as seller_returns
from orders.returns import staff as desk_returns
from orders.reviews import seller as seller_reviews
from orders.reviews import views as reviews
from orders.taxes import staff as desk_tax_rules
from orders.today import seller as seller_today
from orders.today import staff as desk_today
from vendors import access
from vendors.certificates import seller as certificates
from vendors.certificates import staff as desk_certificates
from vendors.certificates import views as certificate_pages
from vendors.commands import commands as market_commands
from vendors.commissions import seller as fees
from vendors.commissions.commands import commands as commissions_commands
from vendors.consents import seller as consents
from vendors.consents import staff as helping
from vendors.delivery import seller as delivery
from vendors.documents import seller as seller_documents
from vendors.documents import staff as desk_invoices
from vendors.dues import seller as dues
from vendors.dues import staff as desk_dues
from vendors.follows import views as follows
from vendors.holidays import seller as holidays
from vendors.imports import seller as imports
from vendors.listings import staff as moderation
from vendors.listings.commands import commands as categories_commands
from vendors.onboarding import seller as application
from vendors.onboarding import staff as desk_applications
from vendors.onboarding import views as onboarding
from vendors.papers import seller as seller_paperwork
from vendors.papers import staff as desk_paperwork
from vendors.payouts import seller as money
from vendors.payouts import staff as desk_payouts
from vendors.payouts import views as payout_objections
from vendors.payouts.bank_statements import staff as desk_bank_statements
from vendors.payouts.batches import staff as desk_payout_batches
from vendors.payouts.commands import commands as payouts_commands
from vendors.payouts.runs import staff as desk_payout_runs
from vendors.programme import staff as desk_register
from vendors.register import staff as desk_vendors
from vendors.searches import staff as desk_searches
from vendors.shelf import seller as shelf
from vendors.shop import seller as shop
from vendors.sitemap import views as sitemap
from vendors.stock import holders
from vendors.stock import seller as stock
from vendors.stock import views as lots
from vendors.storefront import index, sections
from vendors.storefront import views as storefront
from vendors.storefront.commands import commands as catalogue_commands
from vendors.team import seller as team
from vendors.team import views as joining
from vendors.wishes import views as wishes

BLUEPRINTS = (
    (assets.blueprint, None),
    (design.blueprint, None),
    (health.blueprint, None),
    (language.blueprint, None),
    (media.blueprint, None),
    (signed_files.blueprint, None),
    (offline.blueprint, None),
    (places.blueprint, "/places"),
    (accounts.blueprint, None),
    (addresses.blueprint, None),
    (codes.blueprint, None),
    (factors.blueprint, None),
    (devices.blueprint, None),
    (notices.blueprint, None),
    (unsubscribing.blueprint, None),
    (demo.blueprint, "/demo"),
    (storefront.blueprint, None),
    (sitemap.blueprint, None),
    (policies.blueprint, None),
    (desk_policies.blueprint, "/desk/policies"),
    (certificate_pages.blueprint, None),
    (shelf.blueprint, "/seller/listings"),
    (imports.blueprint, "/seller/listings/import"),
    (lots.blueprint, None),
    (stock.blueprint, "/seller/stock"),
    (moderation.blueprint, "/desk/listings"),
    (carts.blueprint, None),
    (wishes.blueprint, None),
    (follows.blueprint, None),
    (onboarding.blueprint, None),
    (application.blueprint, "/seller"),
    (shop.blueprint, "/seller/shop"),
    (delivery.blueprint, "/seller/shop/delivery"),
    (holidays.blueprint, "/seller/shop/holidays"),
    (certificates.blueprint, "/seller/certificates"),
    (seller_paperwork.blueprint, "/seller/papers"),
    (desk_paperwork.blueprint, "/desk/papers"),
    (team.blueprint, "/seller/team"),
    (joining.blueprint, None),
    (consents.blueprint, "/seller/officers"),
    (helping.blueprint, None),
    (money.blueprint, None),
    (fees.blueprint, "/seller/money/fees"),
    (seller_documents.blueprint, "/seller/money/documents"),
    (desk_applications.blueprint, "/desk/applications"),
    (desk_vendors.blueprint, "/desk/vendors"),
    (desk_certificates.blueprint, "/desk/certificates"),
    (desk_register.blueprint, "/desk/register-import"),
    (desk_programme.blueprint, "/desk/programme"),
    (desk_trail.blueprint, "/desk/audit"),
    (desk_searches.blueprint, "/desk/searches"),
    (desk_documents.blueprint, "/desk/documents"),
    (desk_invoices.blueprint, "/desk/invoices"),
    (desk_payouts.blueprint, None),
    (desk_commissions.blueprint, "/desk/commissions"),
    (desk_tax_rules.blueprint, "/desk/taxes/rules"),
    (desk_taxes.blueprint, "/desk/taxes"),
    (tax.blueprint, "/seller/money/tax"),
    (desk_payout_runs.blueprint, None),
    (desk_payout_batches.blueprint, None),
    (desk_bank_statements.blueprint, None),
    (payout_objections.blueprint, None),
    (desk_payments.blueprint, None),
    (bank_notices.blueprint, None),
    (desk_carriers.blueprint, "/desk/carriers"),
    (carrier_notices.blueprint, None),
    (seller_today.blueprint, "/seller"),
    (answering.blueprint, None),
    (seller_papers.blueprint, "/seller/orders"),
    (seller_many.blueprint, "/seller/orders"),
    (seller_orders.blueprint, "/seller/orders"),
    (seller_parcels.blueprint, "/seller/orders"),
    (figures.blueprint, "/seller/figures"),
    (exports.blueprint, "/seller/exports"),
    (desk_today.blueprint, "/desk"),
    (desk_orders.blueprint, "/desk/orders"),
    (desk_books.blueprint, "/desk/books"),
    (desk_credits.blueprint, "/desk/orders"),
    (seller_credits.blueprint, "/seller/orders"),
    (seller_coupons.blueprint, "/seller/coupons"),
    (desk_coupons.blueprint, "/desk/coupons"),
    (checkout.blueprint, None),
    (buying.blueprint, None),
    (contracts.blueprint, None),
    (buying_invoice.blueprint, None),
    (returns.blueprint, None),
    (seller_returns.blueprint, "/seller/returns"),
    (desk_returns.blueprint, "/desk/disputes"),
    (paying.blueprint, None),
    (buying_direct.blueprint, None),
    (seller_direct.blueprint, None),
    (desk_direct.blueprint, None),
    (desk_partner.blueprint, None),
    (conversations.blueprint, None),
    (seller_questions.blueprint, "/seller/questions"),
    (reviews.blueprint, None),
    (seller_reviews.blueprint, "/seller/reviews"),
    (moderated.blueprint, None),
    (desk_reports.blueprint, "/desk/reports"),
    (dues.blueprint, None),
    (desk_dues.blueprint, None),
    (personal.blueprint, None),
    (desk_personal.blueprint, None),
)
COMMANDS = (
    ledger_commands, documents_commands, places_commands, accounts_commands, categories_commands,
    policies_commands, market_commands, commissions_commands, catalogue_commands, payouts_commands,
)  # fmt: skip
market_commands.add_command(holding)
NAVIGATION: tuple[navigation.Entry, ...] = (
    *shop.NAVIGATION,
    *shelf.NAVIGATION,
    *moderation.NAVIGATION,
    *seller_today.NAVIGATION,
    *seller_orders.NAVIGATION,
    *desk_today.NAVIGATION,
    *desk_orders.NAVIGATION,
    *desk_returns.NAVIGATION,
    *desk_books.NAVIGATION,
    *money.NAVIGATION,
    *desk_applications.NAVIGATION,
    *desk_vendors.NAVIGATION,
    *desk_certificates.NAVIGATION,
    *desk_register.NAVIGATION,
    *desk_programme.NAVIGATION,
    *desk_paperwork.NAVIGATION,
    *helping.NAVIGATION,
    *desk_trail.NAVIGATION,
    *desk_searches.NAVIGATION,
    *desk_documents.NAVIGATION,
    *desk_payouts.NAVIGATION,
    *desk_payments.NAVIGATION,
    *desk_direct.NAVIGATION,
    *desk_partner.NAVIGATION,
    *desk_carriers.NAVIGATION,
    *desk_dues.NAVIGATION,
    *desk_commissions.NAVIGATION,
    *desk_coupons.NAVIGATION,
    *desk_taxes.NAVIGATION,
    *desk_personal.NAVIGATION,
    *desk_policies.NAVIGATION,
    *desk_reports.NAVIGATION,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the whole application, for these settings or those of the environment."""
    settings = settings or settings_of_machine()
    app = build_application(settings)
    app.extensions["audits"] = AUDITS  # importing them makes their checks known
    bind_sessions(login_manager)
    proving.bind(app)
    access.bind(app)
    holders.bind(app, numbers_of)
    index.keep_up()
    sections.bind(app, of_listing=(conversations.on_listing, reviews.on_listing), of_shop=(reviews.on_shop,))
    for blueprint, prefix in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix)
    navigation.bind(app, NAVIGATION)
    for group in COMMANDS:
        app.cli.add_command(group)
    add_groups(app, settings.command_modules)
    return app
