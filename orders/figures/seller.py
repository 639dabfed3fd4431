"""`/seller/figures`: how the shop sells, beside the time before."""

from flask import Blueprint, Response, render_template, request

from marketplace import clock
from marketplace.web.charts import Column, column_chart
from orders.figures import conversion, downloads, queries
from orders.figures.queries import Figures
from orders.figures.spans import Grain, full_name, grain_named, short_name, span_until
from orders.figures.words import GRAINS, share
from vendors.access import current_vendor, seller
from vendors.permissions import Right
from vendors.ratings.queries import rating_of_shop

blueprint = Blueprint("figures", __name__)


@blueprint.get("")
@seller(Right.SEE_FIGURES)
def index() -> str:
    """Show what was sold day by day, week by week or month by month, and what sold best."""
    span = span_until(clock.today(), _asked_grain())
    figures = queries.figures_of(current_vendor(), span)
    views = conversion.views_of(current_vendor(), span)
    return render_template(
        "orders/figures/seller.html",
        figures=figures,
        plan=column_chart(_columns(figures)),
        views=views,
        views_plan=column_chart(_view_columns(views)),
        looks=conversion.looks_of(current_vendor(), span),
        percent=conversion.percent,
        rating=rating_of_shop(current_vendor()),
        best=queries.best_listings(current_vendor(), span),
        grains=GRAINS,
        words=GRAINS[span.grain],
        full_name=full_name,
        share=share,
    )


@blueprint.get("/sales.csv")
@seller(Right.SEE_FIGURES)
def sales() -> Response:
    """Hand out the table of sales, the time before included."""
    span = span_until(clock.today(), _asked_grain())
    return downloads.sales_of(queries.figures_of(current_vendor(), span))


@blueprint.get("/listings.csv")
@seller(Right.SEE_FIGURES)
def listings() -> Response:
    """Hand out the table of what sold best."""
    span = span_until(clock.today(), _asked_grain())
    return downloads.best_of(queries.best_listings(current_vendor(), span), span)


def _asked_grain() -> Grain:
    return grain_named(request.args.get("by", ""))


def _view_columns(views: conversion.Views) -> list[Column]:
    span = views.span
    return [
        Column(
            short=short_name(first_day, span.grain),
            name=full_name(first_day, span.grain),
            amounts=(views.of(first_day),),
            before=views.of(earlier),
        )
        for first_day, earlier in zip(span.shown, span.before, strict=True)
    ]


def _columns(figures: Figures) -> list[Column]:
    span = figures.span
    return [
        Column(
            short=short_name(first_day, span.grain),
            name=full_name(first_day, span.grain),
            amounts=(figures.of(first_day).sold_dong,),
            before=figures.of(earlier).sold_dong,
        )
        for first_day, earlier in zip(span.shown, span.before, strict=True)
    ]
