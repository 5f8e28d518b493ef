"""Forms that both take: a sheet begins with its name, its headings and rows follow."""

FORMS = {
    "every_type": """
| survey |
  type | name | label | calculation | parameters | appearance
  start | start
  end | end
  today | today
  deviceid | device
  username | user
  phonenumber | phone
  email | email
  text | a_text | Text | | rows=3 | multiline
  integer | an_integer | Whole
  decimal | a_decimal | Decimal
  date | a_date | Day
  time | a_time | Time
  dateTime | a_moment | Moment
  note | a_note | Note
  calculate | a_sum | | ${an_integer} + 1
  acknowledge | seen | Seen
  geopoint | here | Here
  geotrace | way | Way
  geoshape | field | Field
  image | picture | Picture | | max-pixels=1024
  audio | sound | Sound | | quality=low
  video | film | Film
  file | paper | Paper
  barcode | bars | Bars
  range | much | How much | | start=0 end=5 step=0.5
  hidden | secret
  select_one yn | one | One
  select_multiple yn | many | Many
  rank yn | order | Order
| choices |
  list_name | name | label
  yn | y | Yes
  yn | n | No
| settings |
  form_id | form_title | version
  every | Every type | 7
""",
    "spellings": """
| survey |
  command | tag | caption | relevance | constraint | constraining message | read only | Required
  string | a | A | | | | yes | no
  int | b | B | ${a} != '' | . > 1 | More | no | yes
  gps | c | C
  photo | d | D
  add text prompt | e | E
  q date time | f | F
  select one from yn | g | G
  select1 yn | h | H
  select all that apply from yn | i | I
  add select multiple prompt using yn | j | J
  get today | k
  imei | l
  location | m | M
  begin_group | n | N
  datetime | o | O
  end_group
  begin repeat | p | P
  q image | q | Q
  end_repeat
  begin looped group | r | R
  text | s | S
  end looped group
  percentage | t | T
  phone number | u | U
  trigger | v | V
| choices |
  list name | value | caption
  yn | y | Yes
  yn | n | No
""",
    "no_settings": """
| survey |
  type | name | label
  text | a | A
""",
    "one_sheet": """
| anything |
  type | name | label
  text | a | A
""",
    "capital_sheets": """
| Survey |
  Type | Name | Label
  select_one L | a | A
| CHOICES |
  List Name | Name | Label
  L | 1 | One
| Settings |
  Form ID | Form Title
  caps | Caps
""",
    "languages": """
| survey |
  type | name | label::English (en) | label::中文 (zh) | hint::中文 (zh) | constraint | constraint_message::中文 (zh) | media::image::English (en)
  text | name | Name | 姓名 | 写全名 | . != 'x' | 不能是 x | a.png
  select_one yn | ok | Fine? | 好吗
| choices |
  list_name | name | label::English (en) | label::中文 (zh)
  yn | y | Yes | 是
  yn | n | No | 否
| settings |
  form_id | default_language
  lang | 中文 (zh)
""",
    "half_translated": """
| survey |
  type | name | label | label::French (fr)
  text | a | A | Un
| settings |
  form_id | default_language
  half | English (en)
""",
    "single_colon": """
| survey |
  type | name | label:English | label:French | bind:relevant | media:image:English
  text | a | A | Un
  text | b | B | Deux | ${a} = '1' | b.png
""",
    "groups": """
| survey |
  type | name | label | appearance | relevant
  begin group | outer | Outer | field-list
  text | a | A
  begin group | inner | | | ${a} != ''
  text | b | B
  end group
  end group
  begin group | other | Other
  text | b2 | B again
  end group
""",
    "same_name_in_groups": """
| survey |
  type | name | label
  begin group | one | One
  text | a | A
  end group
  begin group | two | Two
  text | a | A
  end group
""",
    "repeats": """
| survey |
  type | name | label | repeat_count | calculation
  integer | n | How many
  begin repeat | child | Child | ${n}
  text | name | Name
  begin repeat | toy | Toy | 2 + 1
  text | what | What
  end repeat
  end repeat
  begin repeat | open | Open
  text | x | X
  end repeat
  calculate | total | | | count(${child})
  calculate | joined | | | indexed-repeat(${name}, ${child}, 1)
""",
    "or_other": """
| survey |
  type | name | label
  select_one color or_other | c | Color
  select_multiple color or specify other | d | Colors
| choices |
  list_name | name | label
  color | red | Red
  color | blue | Blue
""",
    "or_other_translated": """
| survey |
  type | name | label::en | label::zh
  select_one color or other | c | Color | 颜色
| choices |
  list_name | name | label::en | label::zh
  color | red | Red | 红
""",
    "cascade": """
| survey |
  type | name | label | choice_filter
  select_one town | town | Town
  select_one village | village | Village | town = ${town}
| choices |
  list_name | name | label | town
  town | t1 | 横渠镇
  town | t2 | 营头镇
  village | v1 | 一村 | t1
  village | v2 | 二村 | t2
""",
    "from_file": """
| survey |
  type | name | label | parameters | choice_filter
  text | school | School
  select_one_from_file pupils.csv | pupil | Pupil | value=id label=full_name | school = ${school}
  select_multiple_from_file villages.xml | villages | Villages
  select_one_from_file map.geojson | place | Place
  calculate | c
| settings |
  form_id
  from_file
""".replace("  calculate | c\n", ""),
    "from_repeat": """
| survey |
  type | name | label
  begin repeat | member | Member
  text | member_name | Name
  end repeat
  select_one ${member_name} | eldest | Who is the eldest?
""",
    "randomized": """
| survey |
  type | name | label | parameters
  select_one l | a | A | randomize=true
  select_one l | b | B | randomize=true, seed=7
| choices |
  list_name | name | label
  l | 1 | One
  l | 2 | Two
""",
    "defaults": """
| survey |
  type | name | label | default
  text | a | A | word
  integer | b | B | 5
  date | c | C | 2026-09-01
  date | d | D | today()
  text | e | E | concat('a', 'b')
  text | f | F | ${a}
  text | g | G | some-thing
  integer | h | H | 5-3
  integer | i | I | 5 - 3
  geopoint | j | J | 34.2 107.7 0 0
  select_one l | k | K | 1
  text | l | L | 'a + b'
  begin repeat | r | R
  text | m | M | now()
  end repeat
| choices |
  list_name | name | label
  l | 1 | One
""",
    "trigger": """
| survey |
  type | name | label | calculation | trigger
  text | a | A
  text | b | B
  dateTime | when | When | now() | ${a}
  calculate | sum | | 1 + 1 | ${a}, ${b}
""",
    "logic": """
| survey |
  type | name | label | relevant | constraint | constraint_message | required | required_message | read_only
  integer | age | Age | | . >= 0 and . <= 120 | 0 to 120 | yes | Needed
  text | school | School | ${age} > 5 and ${age} < 16 | | | ${age} > 6
  text | fixed | Fixed | | | | | | yes
  text | regex | Code | | regex(., '^[0-9]{3}$') | Three digits
  text | str | Str | selected(${school}, 'x') or string-length(${school}) > 3
""",
    "media": """
| survey |
  type | name | label | image | audio | video | media::big-image
  note | a | A | a.png | a.mp3 | a.mp4 | big.png
  select_one l | b | B
| choices |
  list_name | name | label | media::image
  l | 1 | One | one.png
  l | 2 | | two.png
""",
    "guidance": """
| survey |
  type | name | label | hint | guidance_hint
  text | a | A | Hint | Long words
""",
    "output": """
| survey |
  type | name | label | hint
  text | a | Your name
  note | b | Hello ${a}, welcome | You are ${a} & <co>
  begin group | g | About ${a}
  text | c | C
  end group
""",
    "instance_name": """
| survey |
  type | name | label
  text | a | A
| settings |
  form_id | instance_name | version | style | submission_url
  named | concat('x-', ${a}) | 2026092701 | pages | https://example.org/submit
""",
    "csv_external": """
| survey |
  type | name | label | calculation
  csv-external | household
  begin group | g | G
  csv-external | student
  text | pupil | Pupil
  calculate | home | | instance('household')/root/item[id = instance('student')/root/item[id = ${pupil}]/household]/address
  end group
""",
    "last_saved": """
| survey |
  type | name | label | default
  begin group | home | Home
  text | village | Village | ${last-saved#village}
  end group
  integer | rooms | Rooms | ${last-saved#rooms} + 1
  date | day | Day | coalesce(${last-saved#day}, today())
""",
    "comment_rows": """
| survey |
  type | name | label | remarks
  text | a | A | for the clerk
  | | | only a remark

  text | b | B
""",
    "disabled": """
| survey |
  type | name | label | disabled
  text | a | A
  text | b | B | yes
  text | c | C | no
""",
    "blank_rows": """
| survey |
  type | name | label

  text | a | A



  text | b | B
""",
    "chinese_names": """
| survey |
  type | name | label | relevant
  text | 姓名 | 姓名
  integer | 年龄 | 年龄 | ${姓名} != ''
""",
    "note_without_name": """
| survey |
  type | name | label
  note | | Read this
  text | a | A
""",
    "choice_columns": """
| survey |
  type | name | label | choice_filter
  select_one l | a | A | kind = 'x' and size > 2
| choices |
  list_name | name | label | kind | size | bad heading
  l | 1 | One | x | 3 | remark
  l | 2 | Two | y | 1
  | | just a remark
""",
    "allowed_duplicates": """
| survey |
  type | name | label | choice_filter
  select_one l | a | A | kind = 'x'
| choices |
  list_name | name | label | kind
  l | 1 | One | x
  l | 1 | One | y
| settings |
  form_id | allow_choice_duplicates
  dup | yes
""",
    "numbers_as_names": """
| survey |
  type | name | label
  select_one 5 | a | A
| choices |
  list_name | name | label
  5 | 1 | 10
  5 | 2 | 2.5
""",
    "pulldata": """
| survey |
  type | name | label | calculation
  text | id | Id
  calculate | name | | pulldata('pupils', 'name', 'id', ${id})
  note | shown | ${name}
""",
    "entities": """
| survey |
  type | name | label | save_to
  text | a | A | note
  select_one yn | b | B | state
| choices |
  list_name | name | label
  yn | y | Yes
| entities |
  list_name | label
  household | ${a}
""",
    "entities_update": """
| survey |
  type | name | label | save_to
  text | id | Id
  text | a | A | note
| entities |
  dataset | entity_id | update_if | label
  household | ${id} | ${a} != '' | ${a}
""",
    "entities_places": """
| survey |
  type | name | label | save_to | repeat_count | calculation
  text | home | Home
  text | names | Names | visit#note
  begin group | school | S
  begin repeat | pupil | P | | 2
  calculate | id | | | | position(..)
  text | board | B | student#boarding
  begin group | more | M
  text | phone | B2 | student#phone
  end group
  end repeat
  end group
  begin group | family | F
  text | lives | R | household#residence_status
  end group
  begin repeat | member | Member
  text | kin | Kin | person#relation
  end repeat
| entities |
  list_name | label | entity_id | create_if
  visit | ${names}
  student | | ${id}
  household | | ${home}
  person | ${kin} | | ${kin} != ''
""",
    "entities_outwards": """
| survey |
  type | name | label | save_to
  begin group | g | G
  begin group | h | H
  text | a | A | household#note
  end group
  text | b | B
  end group
| entities |
  list_name | label
  household | ${a}
  visit | ${a}
  person | ${a}
""",
    "entity_alone_in_repeat": """
| survey |
  type | name | label | save_to
  begin repeat | r | R
  begin group | g | G
  text | a | A | relation
  end group
  end repeat
| entities |
  list_name | label
  person | ${a}
""",
    "binds": """
| survey |
  type | name | label | bind::custom | body::accuracyThreshold | instance::tag | bind::jr:preload
  geopoint | a | A | yes | 5 | x
  text | b | B | | | | uid
""",
    "quotes": """
| survey |
  type | name | label | relevant
  text | a | “Quoted”  and   spaced
  text | b | It’s | ${a} = ‘x’
""",
    "range_defaults": """
| survey |
  type | name | label | parameters | appearance
  range | a | A
  range | b | B | start=10; end=0; step=2
  range | c | C | start=0 end=1 step=0.1 | vertical
  range | d | D | start=1 end=5 step=1 tick_interval=2 placeholder=3
  range | e | E | start=1 end=3 tick_labelset=l
| choices |
  list_name | name | label
  l | 1 | Low
  l | 3 | High
""",
    "search_and_appearance": """
| survey |
  type | name | label | appearance
  select_one l | a | A | minimal autocomplete
  select_multiple l | b | B | columns-3 w1
  text | c | C | numbers
| choices |
  list_name | name | label
  l | 1 | One
""",
    "table_list": """
| survey |
  type | name | label | appearance
  begin group | g | Table | table-list
  select_one l | a | A
  select_one l | b | B
  end group
| choices |
  list_name | name | label
  l | 1 | One
  l | 2 | Two
""",
    "dates_in_text": """
| survey |
  type | name | label | constraint
  date | a | Day\\nof birth | . <= today() and . > date('1900-01-01')
  dateTime | b | Moment | . < now()
  time | c | Time
""",
    "functions": """
| survey |
  type | name | label | calculation
  integer | a | A
  text | t | T
  calculate | c1 | | if(${a} > 3, 'x', 'y')
  calculate | c2 | | coalesce(${t}, 'none')
  calculate | c3 | | round(${a} div 3, 2) + int(4.7) - (7 mod 3)
  calculate | c4 | | concat(substr(${t}, 0, 2), string-length(${t}))
  calculate | c5 | | format-date(today(), '%Y-%m-%d')
  calculate | c6 | | once(uuid())
  calculate | c7 | | not(boolean-from-string('1')) or true() and false()
  calculate | c8 | | min(${a}, 3) + max(1, 2) + pow(2, 3) + abs(-1)
  calculate | c9 | | decimal-date-time(now()) - decimal-date-time('2026-01-01')
""",
    "choice_name_function": """
| survey |
  type | name | label | calculation
  select_one l | a | A
  select_multiple l | b | B
  calculate | c | | jr:choice-name(${a}, '${a}')
  calculate | d | | count-selected(${b}) + number(selected-at(${b}, 0))
| choices |
  list_name | name | label
  l | 1 | One
  l | 2 | Two
""",
    "choice_without_label": """
| survey |
  type | name | label
  select_one l | a | A
| choices |
  list_name | name | label
  l | 1 | One
  l | 2
""",
    "case_names": """
| survey |
  type | name | label
  text | a | A
  text | A | Again
""",
    "unused_list": """
| survey |
  type | name | label
  text | a | A
| choices |
  list_name | name | label
  l | 1 | One
""",
    "namespaces": """
| survey |
  type | name | label | bind::esri:fieldType
  text | a | A | esriFieldTypeString
| settings |
  form_id | namespaces
  ns | esri="http://esri.com/xforms"
""",
    "count_of_its_name": """
| survey |
  type | name | label | repeat_count | calculation
  integer | r_count | How many?
  calculate | twice | | | ${r_count} * 2
  begin repeat | r | R | ${r_count}
  integer | b | B
  end repeat
  begin group | g | G
  begin repeat | s | S | 1 + 1
  text | c | C
  end repeat
  end group
""",
    "instance_id_named": """
| survey |
  type | name | label | calculation
  text | a | A ${instanceID}
  calculate | b | | ${instanceID}
  begin repeat | r | R
  calculate | c | | concat(${instanceID}, /data/meta/instanceID)
  text | d | D
  end repeat
""",
    "both_ids": """
| survey |
  type | name | label
  text | a | A
| settings |
  id_string | form_id | version
  old | new | 1
""",
    "paths_to_nowhere": """
| survey |
  type | name | label | calculation | relevant | choice_filter | repeat_count
  text | a | A | | ../nobody = ''
  calculate | b | | /data/nobody + 1
  calculate | c | | /other/a
  calculate | f | | count(instance('l')/root/item/name/first) + count(../../a)
  select_one l | d | D | | | k != /data/nobody
  begin repeat | r | R | | | | nobody
  text | e | E
  end repeat
| choices |
  list_name | name | label | k
  l | 1 | One | 1
""",
    "save_to_full_stop": """
| survey |
  type | name | label | save_to
  text | a | A | a.b
| entities |
  list_name | label
  household | ${a}
""",
    "nothing_to_see": """
| survey |
  type | name | label | calculation
  text | a | A
  begin group | g | G
  end group
  begin group | h | H
  begin group | i | I
  calculate | c | | 1 + 1
  end group
  end group
  begin repeat | r | R
  end repeat
""",
    "without_labels": """
| survey |
  type | name | label
  select_one l | a | A
  select_multiple m | b | B
| choices |
  list_name | name | label
  l | 1
  l | 2
  m | 1 | One
  m | 2
""",
    "choices_in_group": """
| survey |
  type | name | label
  begin repeat | r | R
  begin group | g | G
  text | n | N
  end group
  end repeat
  select_one ${n} | q | Q
  rank ${n} | p | P
""",
    "language_of_nothing": """
| survey |
  type | name | label::English (en) | label::zh
  text | a | A | B
| settings |
  form_id | default_language
  x | French (fr)
""",
    "one_file_often": """
| survey |
  type | name | label | calculation
  csv-external | towns
  select_one_from_file towns.csv | a | A
  select_multiple_from_file towns.csv | b | B
  calculate | c | | pulldata('towns', 'a', 'b', '1')
""",
    "other_elsewhere": """
| survey |
  type | name | label
  begin group | g | G
  text | x_other | Other
  end group
  select_one l or_other | x | X
| choices |
  list_name | name | label
  l | 1 | One
""",
}
