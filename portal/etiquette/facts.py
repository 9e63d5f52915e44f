"""Which of the facts that support asks for are told in a request, in whatever words (S9).

A fact counts as told when it is there in digits or in words, in Persian or in Latin letters, in
the title, in a table or in a log line. Where a text is vague, the fact counts as told: asking for
what somebody has written is worse than not asking.
"""

import re

from portal.etiquette.lexicon import sections


def _any_of(section: str, ending: str = "") -> str:
    words = sorted(sections("numbers")[section], key=lambda word: (-len(word), word))
    return rf"(?<![^\W\d_])(?:{'|'.join(words)})(?:{ending})?(?![^\W\d_])"


WORD_NUMBER = (
    rf"(?:{_any_of('number')}[ و]*|(?:دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|بیست|سی|صد|پانصد)(?:هزار"
    rf"|صد)(?![^\W\d_])[ و]*)"
)
FEW = rf"{WORD_NUMBER}{{1,6}}"
# «نه» alone says no.
FEW_NOT_NO = rf"(?!نه(?![^\W\d_])(?! هزار| صد)){FEW}"
COUNT = rf"(?:\d[\d,،٬.]*|{FEW}|نیم)"
MONTH = _any_of("month", "ماه")
ORDINAL = (
    r"(?:اول|نخست|یکم|دوم|سوم|چهارم|پنجم|ششم|هفتم|هشتم|نهم|دهم|یازدهم|دوازدهم|سیزدهم|چهاردهم"
    r"|پانزدهم"
    r"|شانزدهم|هفدهم|هجدهم|هیجدهم|نوزدهم|بیستم|سی ام|سیم|بیست و (?:یکم|دوم|سوم|چهارم|پنجم|ششم|هفتم"
    r"|هشتم"
    r"|نهم)|سی و یکم|اخر|اواخر|اوایل|اواسط|نیمه)"
)
WEEKDAY = r"(?:یک|دو|سه|چهار|پنج)?[ ]?شنبه|جمعه(?! سیاه)|(?:sat|sun|mon|tues|wednes|thurs|fri)day"
NEAR_DAY = (
    r"امروز|دیروز|پریروز|دیشب|امشب|پریشب|پس پریروز|today|yesterday|tonight|last night|this morning"
    r"|emr(?:oo?|u)z|dir(?:oo?|u)z|par[ie]r(?:oo?|u)z|dishab|emshab|شب یلدا|روز (?:پدر|مادر|معلم"
    r"|زن|مرد)"
)
DATE = re.compile(
    rf"(?<![\d/.-])\d{{2,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}(?!\d)"
    rf"|(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/])"
    rf"|(?:\d{{1,2}}|{ORDINAL}|{FEW})[ ]?(?:ام|م|st|nd|rd|th)?[ ](?:of |e |ماه )?{MONTH}"
    rf"|{MONTH} \d{{1,2}}(?!\d)"
    rf"|(?<!هر )(?<!every )(?:{WEEKDAY})(?! ها)"
    rf"|(?<!تا )(?<!ta )(?<!برای )(?<!واسه )(?:{NEAR_DAY})(?![^\W\d_]{{2}})"
    r"|روز (?:\d{1,2}|اول|دوم|سوم|پنجم|دهم)(?!\d)|اول (?:هفته|ماه|همین)"
    rf"|{COUNT} (?:روز|هفته|ماه|day|week|rooz|ruz|hafte)[^ ]{{0,2}} (?:است|پیش|قبل|گذشته|ago|pish"
    rf"|ghabl)"
    r"|(?:هفته|ماه|سال)[^ ]{0,2} (?:پیش|قبل|گذشته)|پارسال|last (?:week|month)|hafte[^ ]* (?:pish"
    r"|ghabl)"
    r"|(?:19|20)\d\d-\d\d-\d\d"
)
JUST_NOW = re.compile(
    rf"همین (?:الان|حالا|لحظه|الانه)|هم ?اکنون|لحظاتی (?:پیش|قبل)|چند (?:لحظه|دقیقه"
    rf"|ساعت)[^ ]* (?:پیش|قبل)"
    rf"|{COUNT} ?(?:دقیقه|ساعت|ثانیه)[^ ]{{0,3}} (?:پیش|قبل|است)|(?:minutes?|hours?) ago|right now"
    rf"|just now"
    r"|(?:saat|daghighe|daqiqe)[^ ]* (?:pish|ghabl)"
)
DAYTIME = (
    r"(?:صبح|ظهر|عصر|غروب|شب|بامداد|بعد ?از ?ظهر|بعدظهر|سحر|نیمه ?شب|sobh|zohr|asr|shab|am|pm|a\.m"
    r"|p\.m|in the (?:morning|evening|afternoon)|o'?clock)"
)
TIME = re.compile(
    rf"(?<![\d:])\d{{1,2}}:\d{{2}}|ساعت[ :؛حدودودقریبراس]{{1,12}}{COUNT}"
    rf"|ساعت[^\W\d_]{{0,3}} {COUNT}"
    rf"|(?<!\d){COUNT} ?(?:و نیم |و ربع |ونیم )?{DAYTIME}(?![^\W\d_])"
    rf"|saat[ehy]* {COUNT}|(?:at|around|about) \d{{1,2}}(?![\d,])"
    r"|\d{1,2} و \d{1,2} دقیقه|at noon|at midnight"
)
LINE_WORD = (
    r"(?:خط|خطوط|خطای|سرشماره|سر شماره|lines?|khat|khate|khatte|sender|originator|from|ارسال کننده)"
)
LINE = re.compile(
    rf"(?<![^\W\d_]){LINE_WORD}(?:م|ش|مان|مون|های?|هامون|ی)?\W{{1,4}}"
    rf"(?:(?:شماره|به شماره|ارسال|ارسالی|فرستنده|های|number|ما|e|ye|of|اختصاصی|خدماتی|تبلیغاتی"
    rf"|پیامکی|پیامک|شرکت|قدیمی"
    rf"|جدید|ثابت"
    rf"|رند|دوسویه|\d+ رقمی)\W{{1,4}}){{0,3}}(?:\d{{3,14}}|{FEW_NOT_NO})"
    r"|(?<![\d/:.,-])(?<!ارسال: )(?<!شناسه )(?<!پنل )(?<!کد )(?<!recid )(?:\+?98)?(?:1000|2000"
    r"|3000|5000|9000|500|300|100|9982"
    r"|98)\d{1,11}(?![\d/:])"
    r"|خط[^ ]{0,3} (?:خدماتی )?(?:اشتراکی|عمومی)|خدماتی اشتراکی|shared line"
)
MOBILE = re.compile(
    r"(?<!\d)(?:\+?98|0098|0)[ -]?9\d{2}[ -]?[\d*x]{3}[ -]?[\d*x]{2}[ -]?[\d*x]{2}(?!\d)"
)
MOBILE_IN_WORDS = re.compile(rf"(?:صفر )?نهصد و {WORD_NUMBER}{{1,3}}[،, ]")
MONEY = (
    r"(?:تومان|تومن|ریال|هزار ?ت\b|tooman|toman|tuman|rials?|irr|میلیون|ملیون|میلیارد|million"
    r"|milion"
    r"|milyun|milyoon)"
)
AMOUNT = re.compile(
    rf"{COUNT} ?(?:هزار |هزارتا |میلیون |ملیون |hezar |million |milion "
    rf"|k )?(?:و {COUNT} ?(?:هزار )?)?{MONEY}"
    rf"|(?:مبلغ|به مبلغ|mablagh|mablaq|amount|مقدار|قیمت)[^\d\n]{{0,12}}\d{{3,}}"
    rf"|(?<!\d)\d{{1,3}}(?:[,٬،]\d{{3}})+"
)
UNITS_OF_CREDIT = re.compile(
    rf"(?!یک |one )(?<![^\W\d_]){COUNT} ?(?:تا |عدد |تای )?(?:پیامک|پیام|صفحه|sms|اس ام اس|واحد"
    rf"|اعتبار"
    rf"|units?|pages?|messages?"
    rf"|payam|safhe|credits?|ta payam|ta sms|ta |تا (?!\d))"
)
TRACKING = re.compile(
    r"(?:پیگیری|پیگیریش|پیگیریم|رهگیری|ارجاع|مرجع|reference|tracking|ref|rrn|pey?giri|rahgiri"
    r"|peigiry|marja)"
    rf"(?:(?!تیکت|مبلغ)[^\d\n.؛;!؟?]|no\.){{0,25}}(?:\d{{3,}}|{WORD_NUMBER}{{3,}})"
    r"|(?:تراکنش|سند|حواله|فیش|رسید|سریال|recid|transaction|trace)"
    r"[^\d\n.؛;!؟?]{0,4}(?:(?:به|با|شماره|کد|شناسه|ی|number|no|id|of"
    r"|is)[^\d\n.؛;!؟?]{0,3}){0,3}\d{3,}"
    r"|(?:با|به) (?:کد|شماره|شناسه) ?:? ?\d{5,}"
)
METHOD_PATH = re.compile(
    r"https?://|\bapi/|(?<![\w/])[a-z][\w-]*/[\w-]+/[\w-]+|www\.|(?<![\w/.])/\w[\w/.-]*|\b(?:ws"
    r"|api)\.[\w.-]+\.\w{2,}"
)
METHOD_NAME = re.compile(
    r"(?:متد|تابع|سرویس|اندپوینت|فراخوانی|method|function|endpoint|metod)[^\w\n]{0,4}(?:e |ye "
    r"|با نام |به نام )?"
    r"[a-z_][\w./-]{2,}|(?<![a-z])[a-z]\w*\(\)"
)
# A name as it stands in a program: a verb of the trade with a capital or an underscore after it.
METHOD_VERB = re.compile(
    r"(?<![A-Za-z])(?:[Ss]end|[Gg]et|[Aa]dd|[Cc]reate|[Dd]elete|[Rr]eceive|[Cc]heck|[Vv]erify"
    r"|[Ff]etch|[Ll]ist"
    r"|[Uu]pdate|[Rr]eport|[Ss]chedule|[Cc]ancel|[Rr]ead|[Bb]ulk|[Oo]utbox|[Ii]nbox|[Ss]et"
    r"|[Ss]elect)"
    r"(?:[A-Z_]\w+)|(?<![A-Za-z])(?:Lookup|VerifyLookup|submit_sm|sendsms|SendSMS|lookup"
    r"|bindTransceiver"
    r"|bind_transceiver|SendArray|GetCredit|send)(?![A-Za-z])"
)
ERROR = re.compile(
    r"(?:خطا|خطای|خطاهای|ارور|کد|کدخطا|وضعیت|پاسخ|عدد|مقدار|استاتوس|خروجی|error|errors|code|status"
    r"|http|exit"
    r"|response|returns?|khata|khataye|khatay|erore?|gives?|got|code e)"
    rf"[^\d\n]{{0,18}}(?:منفی |minus )?-?(?:\d{{1,4}}(?![\d.]\d|\d)|{FEW})|منفی {WORD_NUMBER}"
    rf"|[-−]\d{{1,3}} (?:می|برم|mi)"
    r"|(?:خطا|خطای|ارور|پیام|پیغام|error|message|khataye|payam e|exception|says?|shows?|showed|log"
    r"|عبارت|متن خطا)[^\n«\"“'`]{0,20}[«\"“'`]"
    r"|time ?-?out|timed out|unauthorized|forbidden|not found|bad request|certificate|refused"
    r"|exception"
    r"|[«\"“'`][a-z][\w-]*(?: [\w-]+){1,8}[»\"”'`]|[«\"“][^»\"”\n]{2,80}[»\"”] ?(?:را )?(?:می|برمی"
    r"|داد|گرفت|mi|midah)|empty body|(?<![a-z])(?:invalid|failed|failure"
    r"|denied|null|undefined|nullreference|empty response) ?\w"
    r"|(?<![^\W\d_])(?:صفر|یک|دو|سه|منفی)(?![^\W\d_]) (?:را )?(?:برمی ?گرد|می ?ده)|تایم ?اوت"
    r"|پاسخ خالی|بدنه خالی|خروجی خالی|خالی برمی|\b[45]\d\d\b|\w+(?:error|exception)\b"
)
STATUS_QUOTE = re.compile(
    r"(?:وضعیت|پیغام|خطا|خطای|ارور|عبارت|هشدار|گزینه|دکمه|بخش|منوی?|صفحه|status|state|error"
    r"|دلیل|علت|توضیح"
    r"|پاسخ|گزارش|واژه|کلمه|عدد|ستون|حالت|نتیجه)[^«\"“]{0,12}$"
)
CALLED_TEXT = re.compile(r"(?:پیامک|پیام|متن|sms|payamak|matn)[^ ]{0,3} [^«\"“]{0,3}$")
STATUS_WORDS = re.compile(
    r"رسیده|نرسیده|ارسال نشده|ناموفق|موجودی|صف|تایید|رد|فیلتر|بلاک|مسدود|لغو|سیاه|منقضی|پایان"
    r"|failed|sent"
    r"|delivered|undeliv|pending|queued|rejected|blocked|expired"
)
QUOTE = re.compile(r"[«\"“„‹']([^«»\"“”„‹›\n']{6,800})[»\"”“›']")
# «پیامم این بود: …»: words of its own after a colon.
TEXT_TOLD = re.compile(
    r"(?<![^\W\d_])(?:پیامک|پیام|متن|اس ?ام ?اس|اینو|این را|sms|payam|payamak"
    r"|matn)[^\n:«]{0,45}:\s{0,2}[«\"]?[^\W\d_]+[ ]\S+ [^\n]*\S"
    r"|\| ?متن ?\|"
)
TEXT_LABEL = re.compile(
    r"(?:متن|متنی|متنش|مضمون|محتوا|محتوای|matn|matne|text|message"
    r"|body)[^\n:«»]{0,30}[:：]\s*[\"'«“]?[^\W\d_]"
    r"|(?:با متن|با مضمون|با این مضمون|به این مضمون|با محتوای|به شرح|بدین شرح|به این شرح|متن زیر"
    r"|پیامک زیر|with the text)"
    r"|\"(?:text|message|body|msg)\"|(?:text|message|msg|body)=|```"
)
LATIN = re.compile(r"[a-z]")
# A code as panels give them: letters and figures in one short word.
BARE_CODE = re.compile(r"(?<![\w./@-])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,12}(?![\w./@-])")
VARIABLE = re.compile(r"%\w+%|\{\w+\}|\{\d\}|#\w+#|\[\w+\]|\$\{?\w+")
PATTERN_LEAD = r"(?:پترن|پترنم|پترنی|پترن های|پترنهای|الگو|الگوی|قالب|کد پترن|کد الگو)"
PATTERN_CODE = re.compile(
    rf"{PATTERN_LEAD}[^\w\n«]{{0,4}}(?:(?:با|به|شماره|کد|کدهای|های|شناسه"
    rf"|با کد)[^\w\n]{{1,3}}){{0,3}}[\"'`]?"
    r"(?:[a-z0-9_-]*\d[a-z0-9_-]*|[a-z]{3,}[a-z_-]*)"
    r"|(?:pattern|patterne|template|bodyid|body id|pattern_code|code)[^\w\n«]{0,4}(?:(?:e|ye|no"
    r"|code|id|number|is|with)[^\w\n]{1,3}){0,3}"
    r"[\"'`]?(?:[a-z0-9_-]*\d[a-z0-9_-]*|[a-z]{2,}[_-][a-z0-9_-]+)"
    r"|(?:کد|شناسه)[^\w\n]{0,3}(?:پترن|الگو|قالب)?[^\w\n]{0,4}\w*\d{2,}"
)
USER = re.compile(
    r"(?:پنل|پنلم|پنلهای|کاربر|کاربری|حساب|یوزر|یوزرنیم|اکانت|نام کاربری|نماینده|مشترک|شناسه"
    r"|سامانه|شماره پنل|شماره مشتری|کد مشتری)[^\w\n]{1,4}"
    r"(?:(?:شماره|به نام|با نام|نام|کاربری|با شماره|با نام کاربری|من|ما|شرکت|با کاربری|ی|اصلی|فعلی"
    r"|کد|با کد|به شناسه|با شناسه|همین)[^\w\n]{1,4}){0,4}"
    r"[«\"'`(]?(?!(?:sms|api|panel|pro|plus|gold|silver|vip|web)\b)(?:[a-z][\w.@-]{2,}|\d{3,12}"
    r"|[^\W\d_]+\d+\b)"
    r"|(?:panel|panele|user|username|user ?name|account|hesab|hesabe|karbar|karbari"
    r"|login)[^\w\n]{1,4}"
    r"(?:(?:e|ye|e man|number|name|is|id|no|shomare"
    r"|be name)[^\w\n]{1,4}){0,3}[\"'`(]?(?:[a-z][a-z0-9]*[._@-][\w.@-]+|[a-z]+\d+\w*|\d{3,12})"
    r"|(?:username|user name) (?:is )?[a-z]{4,20}(?![a-z])"
)
LOOSE_USER = re.compile(
    r"(?<![\w@./-])[a-z][a-z0-9]*[._][a-z0-9._]+(?![\w@/])|[\w.+-]+@[\w-]+\.\w+"
)
PLAN = re.compile(
    r"برنز|نقره|طلای|الماس|سازمانی|حرفه ?ای|پایه|نامحدود|اقتصادی|تجاری|ویژه|استارت|پیشرفته|شرکتی"
    r"|پلاتین|یاقوت|فیروزه|زمرد"
    r"|مروارید|عقیق|gold|silver|bronze|diamond|platinum|premium|enterprise|professional|business"
    r"|pro\b|vip|unlimited|basic"
    r"|tala|noghre|almas|berenz|sazman|herfe|به (?:پنل|بسته|پلن|طرح|سطح|نسخه) [«\"]?(?!بالا|قوی"
    r"|بهتر|دیگر|بزرگ|پیشرفته تر|مناسب|higher|bigger)[^\W\d_]{3,}"
)
