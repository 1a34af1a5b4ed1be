"""The small changes that are tried: each takes a node of a syntax tree and gives what may stand in its place."""

import ast
import copy
from collections.abc import Iterator

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
# What a query keeps only when this holds.
ASKING = {"filter", "exclude", "get", "Q", "update", "get_or_create", "update_or_create", "create"}
Change = tuple[str, ast.AST]


def changes_of(node: ast.AST) -> Iterator[Change]:
    """What may stand in place of this node, each with the name of what was done."""
    for operator in OPERATORS:
        yield from operator(node)


def _flip_comparison(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for place, one in enumerate(node.ops):
            if type(one) in COMPARISONS:
                other = copy.deepcopy(node)
                other.ops[place] = COMPARISONS[type(one)]()
                yield "comparison flipped", other


def _change_logic(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        other = copy.deepcopy(node)
        other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and for or", other
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", node.operand
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        other = copy.deepcopy(node)
        other.test = ast.UnaryOp(ast.Not(), other.test)
        yield "condition negated", other
    if isinstance(node, ast.comprehension) and node.ifs:
        for place in range(len(node.ifs)):
            other = copy.deepcopy(node)
            del other.ifs[place]
            yield "condition of a comprehension removed", other


def _change_constant(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "True for False", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield "constant off by one", ast.Constant(node.value + 1)
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        other = copy.deepcopy(node)
        other.op = ARITHMETIC[type(node.op)]()
        yield "arithmetic changed", other


def _change_return(node: ast.AST) -> Iterator[Change]:
    gives = node.value if isinstance(node, ast.Return) else None
    if gives is not None and not (isinstance(gives, ast.Constant) and gives.value is None):
        yield "returns None", ast.Return(ast.Constant(None))


def _remove_statement(node: ast.AST) -> Iterator[Change]:
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    sets = isinstance(node, ast.Assign) and all(
        isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets
    )
    if (
        (is_call and not _is_logging(node))
        or sets
        or isinstance(node, ast.Raise | ast.AugAssign | ast.Continue)
    ):
        yield "statement removed", ast.Pass()


def _is_logging(node: ast.AST) -> bool:
    return ast.unparse(node).startswith(("log.", "logging.", "logger."))


def _change_query(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in ASKING:
        for place, keyword in enumerate(node.keywords):
            if keyword.arg and keyword.arg != "defaults":
                other = copy.deepcopy(node)
                del other.keywords[place]
                yield f"{keyword.arg}= removed from {name}()", other
    if isinstance(node.func, ast.Attribute) and name in {"filter", "exclude"}:
        other = copy.deepcopy(node)
        assert isinstance(other.func, ast.Attribute)
        other.func.attr = "exclude" if name == "filter" else "filter"
        yield "filter for exclude", other


def _shorten_list(node: ast.AST) -> Iterator[Change]:
    """`update_fields` above all: a column that is left out is not saved."""
    if isinstance(node, ast.keyword) and node.arg == "update_fields" and isinstance(node.value, ast.List):
        for place in range(len(node.value.elts)):
            other = copy.deepcopy(node)
            assert isinstance(other.value, ast.List)
            del other.value.elts[place]
            yield "column left out of update_fields", other


def _is_atomic(node: ast.AST) -> bool:
    return ast.unparse(node).split("(")[0] == "transaction.atomic"


def _remove_transaction(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.FunctionDef):
        for place, decorator in enumerate(node.decorator_list):
            if _is_atomic(decorator):
                other = copy.deepcopy(node)
                del other.decorator_list[place]
                yield "transaction removed", other
    if isinstance(node, ast.With) and any(_is_atomic(item.context_expr) for item in node.items):
        other = copy.deepcopy(node)
        other.items = [item for item in other.items if not _is_atomic(item.context_expr)]
        yield "transaction removed", other if other.items else ast.If(ast.Constant(True), other.body, [])


OPERATORS = (
    _flip_comparison,
    _change_logic,
    _change_constant,
    _change_return,
    _remove_statement,
    _change_query,
    _shorten_list,
    _remove_transaction,
)
