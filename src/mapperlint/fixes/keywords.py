"""The arguments of a call: given, taken away, renamed, in the layout the call has.

The white space between two arguments belongs to the comma between them, that after the last to its
trailing comma or, without one, to the argument. So an argument that becomes the last, or no longer
is, trades white space with its neighbour; a comment stays on the line where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.statement import has_comment, innermost, parsed_expression, statement_at
from mapperlint.fixes.style import length_limit, prevailing, requoted

if TYPE_CHECKING:
    from mapperlint.facts.blocks import Stretch
    from mapperlint.fixes.draft import Draft
    from mapperlint.intentions import RemoveArgument, RemoveKeyword, RenameKeyword, SetKeyword
    from mapperlint.places import Span

Space: TypeAlias = cst.SimpleWhitespace | cst.ParenthesizedWhitespace

NOTHING = cst.SimpleWhitespace("")
BLANK = cst.SimpleWhitespace(" ")


def set_keyword(draft: Draft, wanted: SetKeyword) -> None:
    there = _call_at(draft, wanted.location.span)
    value = parsed_expression(requoted(wanted.source, there.quote))
    given = _keyword(there.call, wanted.name)
    if given is None:
        column = there.start - draft.line_start(there.start)
        layout = _Layout(there.call, column, draft.margin(there.start), length_limit(draft.text))
        there.write(layout.with_keyword(wanted.name, value))
    elif not given.value.deep_equals(value):
        if has_comment(given.value):
            raise CannotRealise(f"a comment stands in the value of `{wanted.name}`")
        there.write(_replaced(there.call, given.value, value))


def rename_keyword(draft: Draft, wanted: RenameKeyword) -> None:
    there = _call_at(draft, wanted.location.span)
    given = _keyword(there.call, wanted.name)
    if given is None or given.keyword is None:
        raise CannotRealise(f"the call has no keyword `{wanted.name}`")
    if _keyword(there.call, wanted.to) is not None:
        raise CannotRealise(f"the call has the keyword `{wanted.to}` already")
    renamed = given.keyword.with_changes(value=wanted.to)
    there.write(_replaced(there.call, given.keyword, renamed))


def remove_keyword(draft: Draft, wanted: RemoveKeyword) -> None:
    there = _call_at(draft, wanted.location.span)
    given = _keyword(there.call, wanted.name)
    if given is None:
        raise CannotRealise(f"the call has no keyword `{wanted.name}`")
    there.write(_without(there.call, given))


def remove_argument(draft: Draft, wanted: RemoveArgument) -> None:
    there = _call_at(draft, wanted.location.span)
    start, end = draft.now(wanted.argument.span)
    value = statement_at(draft, start, end).expression(start, end)
    given = next((each for each in there.call.args if each.value.deep_equals(value)), None)
    if given is None or given.keyword is not None or given.star:
        raise CannotRealise("the call has no such argument by position")
    there.write(_without(there.call, given))


class _CallAt(NamedTuple):
    """A call in a draft, or the head of a class, which reads like one."""

    draft: Draft
    start: int
    end: int
    call: cst.Call
    quote: str

    def write(self, new: cst.Call) -> None:
        self.draft.rewrite(self.start, self.end, cst.Module([]).code_for_node(new))


def _call_at(draft: Draft, span: Span) -> _CallAt:
    start, end = draft.now(span)
    place = innermost(draft, start, start)
    if place.stretch.kind == "ClassDef" and draft.range(place.stretch.bare)[0] == start:
        first, last = _head_of_class(draft, place.stretch)
        found = parsed_expression(draft.text[first:last])
        call = found if isinstance(found, cst.Call) else cst.Call(found)
        return _CallAt(draft, first, last, call, prevailing(draft.code(place.stretch.span)))
    statement = statement_at(draft, start, end)
    statement.node(cst.Call, start, end)
    code = draft.text[start:end]
    call = cst.ensure_type(parsed_expression(code), cst.Call)
    return _CallAt(draft, start, end, call, statement.quote(code))


def _head_of_class(draft: Draft, stretch: Stretch) -> tuple[int, int]:
    """From the name of a class to the bracket behind its bases, if it has any."""
    statement = statement_at(draft, *(draft.range(stretch.bare)[0],) * 2)
    places = {node: (first, last) for node, first, last in statement.nodes()}
    node = next(each for each in places if isinstance(each, cst.ClassDef))
    ends = [places[node.name][1]]
    if isinstance(node.rpar, cst.RightParen):
        last = (node.keywords or node.bases)[-1:]
        after = places[last[0]][1] if last else draft.text.index("(", ends[0])
        ends.append(draft.text.index(")", after) + 1)
    elif node.type_parameters is not None:
        ends.append(places[node.type_parameters][1])
    return places[node.name][0], ends[-1]


def _replaced(call: cst.Call, old: cst.CSTNode, new: cst.CSTNode) -> cst.Call:
    changed = call.deep_replace(old, new)
    assert isinstance(changed, cst.Call)
    return changed


def _keyword(call: cst.Call, name: str) -> cst.Arg | None:
    named = (each for each in call.args if each.keyword is not None)
    return next((each for each in named if each.keyword and each.keyword.value == name), None)


class _Layout:
    """How the arguments of a call are laid out, for one more of them."""

    def __init__(self, call: cst.Call, column: int, margin: str, limit: int) -> None:
        self._call = call
        self._column = column
        self._margin = margin
        self._limit = limit

    def with_keyword(self, name: str, value: cst.BaseExpression) -> cst.Call:
        args = list(self._call.args)
        rest = len(args)
        while rest and args[rest - 1].star == "**":
            rest -= 1
        new = self._argument(name, value)
        if not args:
            return self._only(new)
        if rest == 0:
            return self._call.with_changes(args=[new.with_changes(comma=self._joint(-1)), *args])
        args[0] = _bracketed_generator(args)
        if rest < len(args):
            before, new = self._before_stars(args[rest - 1], new)
            return self._call.with_changes(args=[*args[: rest - 1], before, new, *args[rest:]])
        return self._call.with_changes(args=[*args[:-1], *self._at_end(args[-1], new)])

    def _argument(self, name: str, value: cst.BaseExpression) -> cst.Arg:
        like = next((each.equal for each in self._call.args if each.keyword), None)
        plain = cst.AssignEqual(NOTHING, NOTHING)
        equal = like if isinstance(like, cst.AssignEqual) and not _breaks_in(like) else plain
        return cst.Arg(
            value, keyword=cst.Name(name), equal=equal.deep_clone(), comma=cst.MaybeSentinel.DEFAULT
        )

    def _only(self, new: cst.Arg) -> cst.Call:
        before = self._call.whitespace_before_args
        if not isinstance(before, cst.ParenthesizedWhitespace):
            return self._call.with_changes(args=[new], whitespace_before_args=NOTHING)
        unit = "\t" if self._margin.endswith("\t") else "    "
        inner = before.with_changes(last_line=cst.SimpleWhitespace(self._margin + unit))
        closing = before.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[])
        comma = cst.Comma(whitespace_after=closing)
        return self._call.with_changes(
            args=[new.with_changes(comma=comma)], whitespace_before_args=inner
        )

    def _at_end(self, last: cst.Arg, new: cst.Arg) -> tuple[cst.Arg, cst.Arg]:
        """The last argument and the one after it."""
        trailing = last.comma if isinstance(last.comma, cst.Comma) else None
        closing = trailing.whitespace_after if trailing else last.whitespace_after_arg
        own_line = self._own_line(last, new, closing)
        between, after = self._divided(closing, own=own_line)
        comma = (trailing or cst.Comma()).with_changes(whitespace_after=between)
        if trailing:
            new = new.with_changes(comma=cst.Comma(whitespace_after=after))
        else:
            new = new.with_changes(whitespace_after_arg=after)
        return last.with_changes(comma=comma, whitespace_after_arg=NOTHING), new

    def _before_stars(self, last: cst.Arg, new: cst.Arg) -> tuple[cst.Arg, cst.Arg]:
        """The last argument before `**`, and the one between them."""
        comma = cst.ensure_type(last.comma, cst.Comma)
        closing = comma.whitespace_after
        own_line = isinstance(closing, cst.ParenthesizedWhitespace)
        between, after = self._divided(closing, own=own_line)
        last = last.with_changes(comma=comma.with_changes(whitespace_after=between))
        behind = after if own_line else closing
        return last, new.with_changes(comma=cst.Comma(whitespace_after=behind))

    def _divided(
        self, closing: cst.BaseParenthesizableWhitespace, *, own: bool
    ) -> tuple[Space, Space]:
        """The white space after the last argument as that before and after one more.

        A comment on the line of the last argument stays there, those below it stay at the end.
        """
        if not isinstance(closing, cst.ParenthesizedWhitespace):
            return (self._break() if own else self._blank()), cst.ensure_type(
                closing, cst.SimpleWhitespace
            )
        if not own and closing.first_line.comment is None:
            return self._blank(), closing
        between = self._break().with_changes(first_line=closing.first_line)
        return between, closing.with_changes(first_line=cst.TrailingWhitespace())

    def _own_line(
        self, last: cst.Arg, new: cst.Arg, closing: cst.BaseParenthesizableWhitespace
    ) -> bool:
        """Whether the new argument goes on a line of its own."""
        before_last = self._before(len(self._call.args) - 1)
        if isinstance(before_last, cst.ParenthesizedWhitespace):
            several = len(self._call.args) > 1
            return several or isinstance(closing, cst.ParenthesizedWhitespace)
        broken = [n for n in range(len(self._call.args)) if _breaks_in(self._before(n))]
        if not broken:
            return False
        return self._last_line_length(last, new) > self._limit

    def _last_line_length(self, last: cst.Arg, new: cst.Arg) -> int:
        """How long the last line of the arguments is with one more."""
        module = cst.Module([])
        first = max(n for n in range(len(self._call.args)) if _breaks_in(self._before(n)))
        args = [*self._call.args[first:-1], last.with_changes(comma=cst.Comma()), new]
        code = "".join(module.code_for_node(each) for each in args)
        return len(self._indent) + len(code.rpartition("\n")[2]) + 1

    def _joint(self, number: int) -> cst.Comma:
        """The comma after an argument that stands before `**`, laid out like the one there."""
        between = self._before(number + 1)
        if isinstance(between, cst.ParenthesizedWhitespace):
            return cst.Comma(whitespace_after=self._break())
        return cst.Comma(whitespace_after=self._blank())

    def _before(self, number: int) -> cst.BaseParenthesizableWhitespace:
        """The white space before an argument."""
        if number == 0:
            return self._call.whitespace_before_args
        comma = self._call.args[number - 1].comma
        return comma.whitespace_after if isinstance(comma, cst.Comma) else NOTHING

    def _blank(self) -> cst.SimpleWhitespace:
        """What comes after a comma within a line."""
        spaces = [self._before(number) for number in range(1, len(self._call.args))]
        return next((each for each in spaces if isinstance(each, cst.SimpleWhitespace)), BLANK)

    def _break(self) -> cst.ParenthesizedWhitespace:
        return cst.ParenthesizedWhitespace(
            indent=False, last_line=cst.SimpleWhitespace(self._indent)
        )

    @property
    def _indent(self) -> str:
        """What the lines of the arguments begin with."""
        spaces = [self._before(number) for number in range(len(self._call.args))]
        broken = [each for each in spaces if isinstance(each, cst.ParenthesizedWhitespace)]
        if not broken:
            return " " * (self._column + len(cst.Module([]).code_for_node(self._call.func)) + 1)
        last = broken[-1]
        return last.last_line.value


def _without(call: cst.Call, gone: cst.Arg) -> cst.Call:
    args = list(call.args)
    number = args.index(gone)
    if len(args) == 1:
        before = call.whitespace_before_args
        kept = before if has_comment(before) else NOTHING
        return call.with_changes(args=[], whitespace_before_args=kept)
    if number == 0:
        return call.with_changes(args=args[1:])
    previous = args[number - 1]
    joint = cst.ensure_type(previous.comma, cst.Comma)
    args[number - 1] = (
        _closing(previous, joint, gone)
        if number == len(args) - 1
        else previous.with_changes(comma=_closer(joint, cst.ensure_type(gone.comma, cst.Comma)))
    )
    return call.with_changes(args=args[:number] + args[number + 1 :])


def _closer(joint: cst.Comma, gone: cst.Comma) -> cst.Comma:
    """The comma before a removed argument, or the one after it that ends their common line."""
    return joint if _breaks_in(joint.whitespace_after) else gone


def _closing(previous: cst.Arg, joint: cst.Comma, gone: cst.Arg) -> cst.Arg:
    """The argument that becomes the last one, closed as the removed one was."""
    comma = gone.comma if isinstance(gone.comma, cst.Comma) else None
    after = comma.whitespace_after if comma else gone.whitespace_after_arg
    before = joint.whitespace_after
    if isinstance(before, cst.ParenthesizedWhitespace):
        if isinstance(after, cst.ParenthesizedWhitespace):
            after = after.with_changes(
                first_line=before.first_line,
                empty_lines=[*before.empty_lines, *after.empty_lines],
            )
        elif has_comment(before):
            after = before
    if comma:
        return previous.with_changes(comma=joint.with_changes(whitespace_after=after))
    return previous.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=after)


def _bracketed_generator(args: list[cst.Arg]) -> cst.Arg:
    """A generator needs brackets of its own once it is not the only argument."""
    value = args[0].value
    if len(args) > 1 or not isinstance(value, cst.GeneratorExp) or value.lpar:
        return args[0]
    lpar, rpar = [cst.LeftParen()], [cst.RightParen()]
    return args[0].with_changes(value=value.with_changes(lpar=lpar, rpar=rpar))


def _breaks_in(space: cst.CSTNode) -> bool:
    if isinstance(space, cst.ParenthesizedWhitespace):
        return True
    return any(_breaks_in(child) for child in space.children)
