/// Names of invented people, from frequent surnames and neutral characters.
enum DemoNames {
    static let surnames = Array(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范方"
    ).map(String.init)

    static let given = Array(
        "安柏斌博才采灿昌畅超晨辰成诚澄驰楚川春纯聪翠达丹道登典鼎东冬栋恩尔发帆凡芳飞菲丰枫峰芙福甫刚歌格耕功冠光广贵国海涵晗翰航豪禾和荷恒弘宏洪华桦欢辉慧吉纪佳嘉坚建健江洁锦晋景静娟军均俊凯康可宽兰岚乐磊黎立丽莲良林琳苓玲龙鹿路茂梅萌苗敏明铭茗沐牧宁农诺沛鹏平萍齐奇千乔青清晴庆秋然仁荣容如锐瑞润若森珊尚少深升圣诗石时书舒树帅双朔思松素泰涛天田甜庭桐彤婉望薇为维文雯武西希熙夏先贤祥向晓心欣新兴秀旭轩雪雅妍岩阳洋瑶业一依宜怡艺逸毅音银英颖永勇友瑜宇雨语玉育元远月悦云芸泽展昭哲珍真正之知志智中竹卓子紫"
    ).map(String.init)

    /// Surnames that are read otherwise than the character.
    static let polyphonic = ["单", "解", "仇", "查", "曾", "员", "折", "区", "任", "尉迟"]

    static func givenName(_ random: inout SplitMix64) -> String {
        let first = random.pick(given)
        return random.chance(180) ? first : first + random.pick(given)
    }

    static func person(_ random: inout SplitMix64) -> String {
        random.pick(surnames) + givenName(&random)
    }

    static let townships: [(code: Int, name: String)] = [
        (1, "首善街道"), (101, "横渠镇"), (102, "槐芽镇"), (103, "汤峪镇"), (104, "常兴镇"),
        (105, "金渠镇"), (106, "营头镇"), (107, "齐镇"),
    ]

    private static let villageStems = [
        "柿林", "核桃坪", "渭滨", "槐荫", "杏花沟", "石桥", "柳泉", "枣园", "竹溪", "松岭", "梨园", "桑树湾",
        "清泉", "青石", "白杨", "桃坞", "槲树坡", "麦田", "荷塘", "银杏", "樱桃沟", "椿树", "栗子坪", "葫芦湾",
        "草坪", "芦苇滩", "菊苑", "皂角", "茶坡", "榆林", "桂花", "菜籽坪",
    ]

    /// An invented village's name; `示例` stands in every one.
    static func village(_ ordinal: Int) -> String {
        let round = ordinal / villageStems.count
        let stem = villageStems[ordinal % villageStems.count]
        return round == 0 ? stem + "示例村" : "\(stem)示例\(round + 1)村"
    }

    static let notes = [
        "家中安静，有书桌。", "孩子作业按时完成。", "院里种了核桃树。", "家长关心孩子读书。", "孩子喜欢打乒乓球。",
        "路不好走，建议白天来。", "家长希望老师常来。", "孩子愿意帮家里干活。", "上学要走二十分钟。", "问过学习情况，一切正常。",
    ]
}
