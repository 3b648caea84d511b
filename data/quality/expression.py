"""The small language of conditions in rule files, compiled to SQL.

Numbers, names, + - * /, comparisons, and / or / not, abs().

Text from a file never reaches SQL: it is parsed as an expression, only the parts listed here are let through, and
names are replaced by columns that the caller offers.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

_USABLE = "可用数、名称、+ - * /、比较、and or not、abs()"
LONGEST = 500  # characters
DEEPEST = 30  # nested operations

_OPERATORS: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "<>",
}  # fmt: skip


class ExpressionError(ValueError):
    """The text is no expression of this language; the message says where and what is understood."""


@dataclass(frozen=True)
class Expression:
    """A compiled condition. `names`: those it uses, in order; `divisors`: SQL of everything that it divides by."""

    sql: str
    names: tuple[str, ...]
    divisors: tuple[str, ...]
    is_condition: bool

    @property
    def divides_by_zero(self) -> str:
        """SQL that is true where a divisor is 0."""
        return "(" + " OR ".join(f"coalesce({divisor} = 0, false)" for divisor in self.divisors or ("1",)) + ")"


def compile_expression(text: str, columns: Mapping[str, str]) -> Expression:
    """The expression in `text` with `columns` (name → SQL) for its names.  Raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError(f"算式太长（{len(text)}个字符），不超过{LONGEST}个")
    try:
        tree = ast.parse(text.replace("≤", "<=").replace("≥", ">=").strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"算式“{text[:60]}”写法有误；{_USABLE}") from None
    compiler = _Compiler(columns)
    sql, is_condition = compiler.visit(tree, 0)
    return Expression(sql, tuple(dict.fromkeys(compiler.names)), tuple(dict.fromkeys(compiler.divisors)), is_condition)


def compile_condition(text: str, columns: Mapping[str, str]) -> Expression:
    """An expression that is true or false.  Raises ExpressionError."""
    expression = compile_expression(text, columns)
    if not expression.is_condition:
        raise ExpressionError(f"“{text[:60]}”是一个数，不是条件；请写成比较，例如 value >= 0")
    return expression


class _Compiler:
    """Walks the tree; every node type that is not named here is refused."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns = columns
        self.names: list[str] = []
        self.divisors: list[str] = []

    def visit(self, node: ast.expr, depth: int) -> tuple[str, bool]:
        """SQL of a node and whether it is a condition."""
        if depth > DEEPEST:
            raise ExpressionError(f"算式嵌套太深，不超过{DEEPEST}层")
        match node:
            case ast.Constant(value=bool()) | ast.Constant(value=None):
                raise ExpressionError("算式中不能写True、False、None")
            case ast.Constant(value=int() | float() as number):
                return self.number(number), False
            case ast.Name(id=name):
                return self.name(name), False
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return f"({'-' if isinstance(sign, ast.USub) else '+'} {self.value(operand, depth)})", False
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"(NOT {self.condition(operand, depth)})", True
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                return self.operation(left, _OPERATORS[type(operator)], right, depth), False
            case ast.BoolOp(op=operator, values=values):
                word = " AND " if isinstance(operator, ast.And) else " OR "
                return "(" + word.join(self.condition(value, depth) for value in values) + ")", True
            case ast.Compare(left=left, ops=operators, comparators=others):
                return self.comparison(left, operators, others, depth), True
            case ast.Call(func=ast.Name(id="abs"), args=[only], keywords=[]):
                return f"abs({self.value(only, depth)})", False
        raise ExpressionError(f"算式中的“{ast.unparse(node)[:40]}”不能用；{_USABLE}")

    def number(self, number: int | float) -> str:
        if not abs(number) < 1e15:
            raise ExpressionError(f"数{number:g}太大" if abs(number) < 1e300 else "数太大")
        return f"CAST({number!r} AS DOUBLE)"

    def name(self, name: str) -> str:
        if name not in self.columns:
            raise ExpressionError(f"没有“{name}”这个名称；可用的有：{_listed(self.columns)}")
        self.names.append(name)
        return self.columns[name]

    def operation(self, left: ast.expr, operator: str, right: ast.expr, depth: int) -> str:
        first, second = self.value(left, depth), self.value(right, depth)
        if operator != "/":
            return f"({first} {operator} {second})"
        if isinstance(right, ast.Constant) and right.value == 0:
            raise ExpressionError("算式除以0")
        self.divisors.append(second)
        return f"({first} / nullif({second}, 0))"

    def comparison(self, left: ast.expr, operators: list[ast.cmpop], others: list[ast.expr], depth: int) -> str:
        sides = [self.value(side, depth) for side in (left, *others)]
        parts = []
        for number, operator in enumerate(operators):
            if type(operator) not in _COMPARISONS:
                raise ExpressionError("比较只可用 < <= > >= == !=")
            parts.append(f"{sides[number]} {_COMPARISONS[type(operator)]} {sides[number + 1]}")
        return "(" + " AND ".join(parts) + ")"

    def value(self, node: ast.expr, depth: int) -> str:
        sql, is_condition = self.visit(node, depth + 1)
        if is_condition:
            raise ExpressionError(f"“{ast.unparse(node)[:40]}”是条件，不能当数用")
        return sql

    def condition(self, node: ast.expr, depth: int) -> str:
        sql, is_condition = self.visit(node, depth + 1)
        if not is_condition:
            raise ExpressionError(f"“{ast.unparse(node)[:40]}”是数，不能当条件用")
        return sql


def _listed(columns: Mapping[str, str]) -> str:
    names = list(columns)
    return "、".join(names[:12]) + ("…" if len(names) > 12 else "")
