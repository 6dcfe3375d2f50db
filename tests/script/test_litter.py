import time

import pytest

from pipeline.script.book import Paragraph, Rank, Title
from pipeline.script.litter import why_litter, without_litter, without_notes

LITTER = {
    "begs for votes": """\
求月票
求月票！求推荐票！！
（求月票！）
【求收藏，求推荐】
PS：求月票，求订阅！
月底了，求月票！
新书期，求收藏求推荐票，谢谢大家！
第三更！求月票！
各位书友手里还有月票的请投给本书吧！
大家有推荐票的投一下，谢谢！""",
    "thanks for gifts": """\
感谢书友“风中一叶”的打赏！
感谢风中一叶100起点币打赏，感谢小鱼的月票""",
    "the author's note": """\
PS：今天两更，晚上还有一更。
ps：不好意思，更新晚了。
作者有话要说：今天更新晚了
Author's Note: Sorry for the late update.
A/N: hi""",
    "the end of a chapter": """\
本章完
（本章完）
——本章完——
(未完待续)
（未完待续。。。）
未完待续……
第一卷 完
To be continued...
(To be continued)
End of Chapter 3""",
    "the end": """\
（全书完）
全文完
THE END
The End.
-- THE END --
（完）""",
    "a site's address": """\
www.xxx.com
ｗｗｗ．ｘｘｘ．ｃｏｍ
笔趣阁 www.biquge.com
https://www.example.com/book/1""",
    "a site's links": """\
上一章 目录 下一章
上一页 | 返回目录 | 下一页 | 加入书签
Previous Chapter | Next Chapter""",
    "a site's advertisement": """\
最新章节请到www.xxx.com阅读
手机用户请浏览m.xxx.com阅读，更优质的阅读体验。
一秒记住【笔趣阁】，为您提供精彩小说阅读。
天才一秒记住本站地址：www.xxx.com。手机版阅读网址：m.xxx.com
请记住本书首发域名：www.xxx.com。笔趣阁手机版阅读网址：m.xxx.com
喜欢雨夜归人请大家收藏：(www.xxx.com)雨夜归人更新速度最快。
本章未完，请点击下一页继续阅读！
起点中文网首发
本书由起点中文网首发
请支持正版，请到起点订阅
内容更新后，请重新刷新页面，即可获取最新更新！
章节内容更新中，请稍后
Read more at novelsite.com
Read the latest chapters at wuxiaworld.com""",
    "who translated it": """\
Translator: Silver Fox  Editor: Night Owl
Translated by: Silver Fox""",
    "asks for likes": """\
Like this story? Leave a review!
If you enjoyed this chapter, please leave a comment.
Please vote and comment!
Don't forget to vote!
Support me on Patreon for advanced chapters""",
}
STORY = """\
“求月票！”他对着镜头大喊。
他到处求票，只为看一场戏。
她求收藏家把画卖给她。
他对兄弟求收留。
我求支持。
各位长老求支持。
大家都求收藏他的画。
他买了一张月票，每天坐车去城里。
求父亲收藏那幅画。
求你了，别走。
求求大家，救救我的孩子。
求生游戏开始
感谢大家。
感谢老天，她还活着。
感谢盟主收留，她在山上住了三年。
他感谢众人的打赏，鞠了一躬。
说书人收了打赏，继续讲。
感谢诸位的支持，老朽在此谢过。
谢谢你的推荐信。
P.S. I will come back.
PS：明天见，别告诉我爸。
PS：新书我放在桌上了。
PS：三更天老地方见。
完了。
结束了。
故事结束。
The end of the road was dark.
Fin.
本章程由董事会通过。
本章未完，她合上书。
她打开了www.ghost.com，输入密码。
林夏输入网址 www.ghost.com，屏幕亮了。
He found it at example.com and bought it.
She decided to visit example.com that night.
他在笔趣阁上看到一本小说，讲的正是他自己的故事。
他打开笔趣阁，翻到最新章节。
他登上起点中文网，开始写小说。
他翻到上一章，又读了一遍。
手机用户都收到了那条短信。
她只用一秒就记住了他的脸。
更多的人请到前台。
他百度搜索那本小说的名字。
他下载了一个txt文件。
记住本站，下一站才是终点。
Read more at home, she told herself.
He liked this story, but the end made him cry.
Liked the story, hated the end.
Love the story? he asked.
Please, don't go.
Please follow me, sir.
Please leave a message after the tone.
Please vote for my father.
Translator: a thankless job, she thought, and closed the book.
Translation: you are fired.
The book was used without permission from the owner.
未完的画还挂在墙上。
最后，大家都走了。
（他没有说完。）
【系统提示：恭喜宿主获得新手礼包】
各位书友，今晚的读书会到此结束。
作者的话让她哭了。
我请大家投票。
大家把票投给了老张。
今天继续努力
五更天，三更雨。
她说：“求月票，求收藏！”"""


@pytest.mark.parametrize(
    ("line", "why"), [(line, why) for why, lines in LITTER.items() for line in lines.split("\n")]
)
def test_litter_is_told_with_its_reason(line, why):
    assert why_litter(line) == why


@pytest.mark.parametrize("line", STORY.split("\n"))
def test_story_that_looks_like_litter_stays(line):
    assert why_litter(line) == ""
    assert without_litter([Paragraph(1, line)]) == [Paragraph(1, line)]


@pytest.mark.parametrize(
    "tail", ["（求月票！）", "（本章完）", "(未完待续)", "（第二更）", "【求收藏】", "(www.xxx.com)"]
)
def test_litter_in_brackets_at_the_end_is_cut_off(tail):
    story, cut = without_litter([Paragraph(3, f"他走了。{tail}")])
    assert story == Paragraph(3, "他走了。")
    assert (cut.line_number, cut.text) == (3, tail)


def test_several_tails_are_cut_and_other_brackets_stay():
    text = "他走了（没有回头）。（本章完）（求月票）"
    story, *cut = without_litter([Paragraph(1, text)])
    assert (story.text, [part.text for part in cut]) == ("他走了（没有回头）。", ["（本章完）", "（求月票）"])
    assert without_litter([Paragraph(1, "他付了账(1/2)")]) == [Paragraph(1, "他付了账(1/2)")]


def test_an_authors_words_after_a_chapter_are_left_out_and_a_long_text_is_not():
    title = Title(9, "第二章", Rank.CHAPTER)
    story, note = Paragraph(1, "他走了。"), Paragraph(2, "作者有话说")
    kept = without_notes([story, note, Paragraph(3, "明天见。"), title])
    assert [item.text for item in kept] == ["他走了。", "作者有话说\n明天见。", "第二章"]
    assert kept[1].why == "the author's note"
    long = Paragraph(3, "雨。" * 1000)
    assert without_notes([story, note, long, title])[2:] == [long, title]


@pytest.mark.parametrize(
    "unit", ["推荐票", "起点中文网", "目录 ", ",", "vote, ", "感谢", "www.", "a.com ", "求大家"]
)
def test_no_line_takes_long(unit):
    begin = time.process_time()
    for start in ("", "感谢", "please vote ", "求"):
        why_litter((start + unit * 200)[:198] + "嗯")
    assert time.process_time() - begin < 1
