/// The county's lists, one code a line.
extension CodeList {
    static let residence = CodeList(
        """
        1 常住 | lives here
        2 举家外出 | the whole family is away
        3 部分外出 | some are away
        4 空挂户 | registered only
        5 查无此户 | no such family
        9 未核 | not verified
        """
    )

    static let enrolment = CodeList(
        """
        10 本校在读 | at this school
        11 县内他校在读 | at another school of the county
        12 县外市内在读 | elsewhere in the city
        13 市外省内在读 | elsewhere in the province
        14 省外在读 | in another province
        15 在读无学籍 | at school, not registered
        20 特教学校在读 | at a special school
        21 随班就读 | included
        22 送教上门 | taught at home
        30 休学 | on leave
        31 延缓入学 | entry put off
        40 已毕业 | finished
        41 超龄 | above age
        50 因身体原因不具备条件 | not able, for health
        60 出国（境） | abroad
        61 死亡 | deceased
        62 户籍问题 | a matter of registration
        70 去向不明 | whereabouts unknown
        80 疑似辍学 | may have dropped out
        90 失学（从未入学） | never at school
        91 辍学 | dropped out
        99 未核实 | not verified
        """
    )

    static let boarding = CodeList(
        """
        1 走读 | day pupil
        2 住校 | boarder
        """
    )

    static let leftBehind = CodeList(
        """
        0 非留守 | no
        1 单亲留守 | one parent away
        2 双亲留守 | both parents away
        """
    )

    static let visitKind = CodeList(
        """
        10 入户 | at home
        20 电话随访 | by phone
        21 视频 | by video
        22 微信/短信 | by message
        30 来校面谈 | at school
        31 村委/邻居了解 | from neighbours
        40 单位/工地走访 | at a place of work
        50 送教上门 | home teaching
        60 集中（家长会） | parents' meeting
        90 未遇（家中无人） | nobody in
        """
    )

    static let purpose = CodeList(
        """
        01 常规家访 | regular visit
        02 控辍保学 | keeping children at school
        03 精准资助排查 | whether aid is due
        04 防返贫监测 | falling back into poverty
        05 政策宣传 | explaining policies
        06 学习/心理关爱 | learning and care
        07 劝返 | asking to come back
        08 帮办申请 | help with an application
        09 送信/回执 | letters and receipts
        10 送教 | a lesson at home
        """
    )

    static let mood = CodeList(
        """
        1 正常 | well
        2 需关注 | to be watched
        3 异常 | not well
        """
    )

    static let dropoutReason = CodeList(
        """
        01 厌学/学习困难 | tired of school/difficulties in learning
        02 家庭经济困难 | poverty
        03 外出务工 | away for work
        04 随父母流动 | moving with the parents
        05 疾病/残疾 | illness/disability
        06 早婚早育 | early marriage
        07 父母观念 | what the parents think
        08 网络/行为偏差 | internet/conduct
        09 校园关系/欺凌 | relations at school/bullying
        10 上学远 | the school is far
        11 宗教 | religion
        12 涉案 | a legal case
        99 其他 | other
        """
    )

    static let causeSide = CodeList(
        """
        family 家长原因 | the parents
        pupil 学生原因 | the pupil
        other 客观原因 | circumstances
        """
    )

    static let issue = CodeList(
        """
        01 漏助 | missed aid
        02 错助/重复 | wrong aid/paid twice
        03 疑似辍学 | may have dropped out
        04 信息不符 | records differ
        05 台账不全 | ledger incomplete
        06 政策不知晓 | policy not known
        07 应访未访 | not visited
        08 资金滞留 | money held up
        09 宣传缺失 | not made public
        10 档案缺失 | papers missing
        11 责任人缺失 | nobody responsible
        12 送教不到位 | home teaching amiss
        99 其他 | other
        """
    )

    static let notice = CodeList(
        """
        A 政策宣传信 | letter on policies
        B 受助情况告知信 | letter on aid received
        N1 入学通知书 | notice to enter school
        N2 劝返记录 | record of persuasion
        N3 辍学情况书面报告 | report of a dropout
        N4 复学通知书 | notice to return to school
        N5 告知书（依法强制劝返） | notice of legal steps
        N6 送达回证 | proof of delivery
        N7 在读证明/县外函 | proof of enrolment/letter to another county
        N8 个人信息处理告知书 | notice on personal data
        """
    )

    /// Special groups of persons and families.
    static let groups = CodeList(
        """
        A1 建档立卡贫困户 | registered poor until 2020
        A2 脱贫户 | lifted out of poverty
        A3 脱贫不稳定户 | unstable after lifting
        A4 边缘易致贫户 | near poverty
        A5 突发严重困难户 | sudden hardship
        A6 监测户·风险已消除 | risk is over
        A7 防止返贫致贫对象 | to be kept from poverty
        A8 易地扶贫搬迁户 | relocated
        B1 农村低保 | rural allowance
        B2 城市低保 | urban allowance
        B3 低保边缘 | near the allowance
        B4 刚性支出困难 | hardship by expenses
        B5 特困供养（农村） | destitute rural
        B6 特困供养（城市） | destitute urban
        C1 孤儿 | orphan
        C2 事实无人抚养儿童 | in fact without parents
        C3 困境儿童 | child in difficulty
        C4 农村留守儿童（民政口径） | left behind by civil affairs
        C5 留守（学籍口径） | left behind by registration
        C6 进城务工随迁子女 | migrant child
        C7 流动儿童 | mobile child
        D1 残疾学生 | disabled pupil
        D2 残疾人子女 | child of disabled parents
        D3 疑似残疾未办证 | disabled without certificate
        D4 重病学生 | seriously ill
        D5 重病家庭 | serious illness in the family
        E1 烈士子女 | child of a martyr
        E2 优抚/因公牺牲军警消防子女 | child of the fallen
        E3 单亲 | single parent
        E4 父母服刑/戒毒 | parent in custody
        E5 涉案未成年人 | minor in a legal case
        F1 学困生 | struggling pupil
        F2 心理关注 | to be cared for
        F3 县外就读 | at school elsewhere
        F4 外地随迁来校 | from elsewhere
        F5 疑似辍学 | may have dropped out
        F6 辍学 | dropped out
        F7 复学巩固期 | back at school
        G1 少数民族 | minority
        """
    )
}
