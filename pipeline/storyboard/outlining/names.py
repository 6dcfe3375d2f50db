"""Names of people as models and texts write them: which are none, which are roles, which may be one's."""

from __future__ import annotations

import re
import unicodedata

from pipeline.storyboard.letters import letters_of
from pipeline.storyboard.people import is_crowd

_LONGEST = 40
_BRACKET = re.compile(r"[（(\[【《][^（()）\[\]【】《》]*[）)\]】》]?")
_NOBODY = re.compile(
    r"[我你您他她它咱俺]们?|自己|某人|有人|无名|未知|无|旁白|叙述者|解说|主角|男主角?|女主角?|作者|读者|"
    r"i|me|he|she|it|we|you|they|him|her|self|none|null|n a|na|unknown|unnamed|narrator|protagonist|author|"
    r"the (?:narrator|protagonist|author|reader)",
)
_KIN = (
    "妈妈?|爸爸?|爹|娘|母亲|父亲|奶奶|爷爷|外婆|外公|姥姥|姥爷|哥哥?|姐姐?|弟弟?|妹妹?|"
    "叔叔?|伯伯?|姨妈?|阿姨|姑姑?|婶婶?|舅舅?|嫂子?|老公|老婆|丈夫|妻子|儿子|女儿|孩子|儿"
)
_RANK = (
    "师傅|师父|老师|医生|大夫|护士|老板娘?|经理|主任|总|董|队长|局长|警官|教授|律师|司机|管家|掌柜|将军|王爷|公子|少爷|"
    "小姐|夫人|太太|先生|女士|姑娘|大人|陛下|皇上|皇后|太后|太子|公主|殿下|道长|师兄|师弟|师姐|师妹|掌门|前辈|同学|秘书|"
    "大[哥姐爷娘妈叔婶]|老[爷师]|头儿"
)
_PERSON = (
    "男人|女人|男子|女子|男孩|女孩|少年|少女|老人|老头|老太太?|小孩|青年|年轻人|陌生人|黑衣人|路人|客人|店员|"
    "服务员|保安"
)
_ROLE = re.compile(
    rf"(?:[我你他她]的?|那个?|这个?|一个|某个?)?(?:{_KIN}|{_RANK}|{_PERSON})|"
    r"(?:(?:the|an?|my|his|her|our|your) )?(?:(?:old|young|little|big|strange) )?"
    r"(?:mother|father|mom|mum|mama|dad|papa|sister|brother|aunt|uncle|grand(?:mother|father|ma|pa)|wife|"
    r"husband|son|daughter|child|kid|man|woman|girl|boy|lady|gentleman|stranger|sir|madam|ma am|miss|boss|"
    r"master|doctor|nurse|teacher|captain|king|queen|prince|princess|driver|guard|clerk|officer|detective|"
    r"professor|judge|priest|servant|maid|waiter|friend|people)s?"
)
_TITLED = re.compile(rf"([\u4e00-\u9fff]{{1,2}})(?:{_RANK}|{_KIN})")
_NICKNAME = re.compile(r"([老小阿大])([\u4e00-\u9fff])")
_TITLE = re.compile(
    r"mr|mrs|ms|miss|dr|doctor|sir|lady|lord|madam|master|captain|professor|prof|aunt|uncle|old|young|little|"
    r"the|father|sister|brother|officer|detective|inspector|king|queen|prince|princess|judge|st|saint"
)
_DOUBLE_SURNAME = re.compile(
    r"欧阳|司马|上官|诸葛|慕容|令狐|皇甫|夏侯|南宫|独孤|东方|西门|公孙|尉迟|司徒|长孙|宇文"
)


def cleaned(name: str) -> str:
    """*name* without remarks and quotation marks; empty where it means nobody, or many."""
    bare = " ".join(_BRACKET.sub(" ", name).strip(" ：:*\"“”'‘’「」《》,，.。、").split())
    if len(bare) > _LONGEST or not letters_of(bare) or _NOBODY.fullmatch(_plain(bare)) or is_crowd(bare):
        return ""
    return bare


def is_role(name: str) -> bool:
    """Whether *name* says what somebody is, as many others are: 妈妈, 师父, the doctor."""
    return _ROLE.fullmatch(_plain(name)) is not None


def handles(name: str) -> dict[str, bool]:
    """
    By what *name* may mean the same person as another, and whether it is a full name.

    老张, 张师傅 and 张建国 share `张*`, 小美 and 林美 share `*美`, Mr. Moreau and Jean Moreau `moreau`.
    Two full names that share a handle are two people.
    """
    if is_role(name):
        return {}
    if not re.search(r"[\u3400-\u9fff]", name):
        return _latin_handles(name)
    if nick := _NICKNAME.fullmatch(name):
        return {f"{nick[2]}*": False, f"*{nick[2]}": False, f"={name}": False}
    if titled := _TITLED.fullmatch(name):
        return {
            f"{titled[1][: _surname(titled[1])]}*": False,
            f"*{titled[1][-1]}": False,
            f"={titled[1]}": False,
        }
    given = name[_surname(name) :]
    short = len(name) < 3
    return {
        f"{name[: _surname(name)]}*": True,
        **{f"*{letter}": True for letter in given},
        f"={given}": not short,
        f"={name}": not short,
    }


def _latin_handles(name: str) -> dict[str, bool]:
    words = [word for word in _plain(name).split() if len(word) > 1]
    own = [word for word in words if not _TITLE.fullmatch(word)]
    return {word: len(own) > 1 for word in own}


def _surname(name: str) -> int:
    return 2 if _DOUBLE_SURNAME.match(name) else 1


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name).casefold()).split())
